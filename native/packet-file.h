// A growing pcapng file. Blocks are gathered in memory and written whole; the counts say only what write(2) has taken.
#pragma once
#include <cerrno>
#include "os.h"
#include "text.h"

// One pcapng block, in this machine's byte order.
struct Block {
  template <typename T> Block& put(T value) { return body.append(reinterpret_cast<const char*>(&value), sizeof value), *this; }
  Block& time(uint64_t t) { return put(static_cast<uint32_t>(t >> 32)).put(static_cast<uint32_t>(t)); }
  Block& option(uint16_t code, const std::string& value) {
    if (value.empty() || value.size() > 0xffff) return *this;
    put(code).put(static_cast<uint16_t>(value.size())).body += value;
    return body.append((4 - value.size() % 4) % 4, '\0'), *this;
  }
  Block& option(uint16_t code, uint64_t value) { return option(code, std::string(reinterpret_cast<const char*>(&value), 8)); }
  std::string done(uint32_t type) const {
    const uint32_t length = static_cast<uint32_t>(body.size() + 16);
    return Block().put(type).put(length).body + body + Block().put(0u).put(length).body;  // the zero ends the options
  }
  std::string body;
};

class PacketFile {
 public:
  PacketFile(const std::string& name, bool overwrite) : path(name), file_(openOutput(name, overwrite)) {
    if (file_ < 0) throw refused("");
    gathered_.reserve(kGathered);
  }
  ~PacketFile() { closeFile(file_); }
  PacketFile(const PacketFile&) = delete;

  // The hot path: about 0.1 µs for a small packet.
  void packet(const PcapHeader& header, Bytes data, uint64_t time) {
    const uint32_t padded = (header.captured + 3) & ~3u, length = padded + 32;
    const uint32_t head[] = {6, length, 0, static_cast<uint32_t>(time >> 32), static_cast<uint32_t>(time), header.captured, header.length};
    if (gathered_.size() + length > kGathered) flush();
    gathered_.append(reinterpret_cast<const char*>(head), sizeof head).append(reinterpret_cast<const char*>(data), header.captured);
    gathered_.append(padded - header.captured, '\0').append(reinterpret_cast<const char*>(&length), 4);
    waiting_++;
  }
  void block(const std::string& whole) { gathered_ += whole; }
  uint64_t size() const { return end + gathered_.size(); }

  // Throws DISKFULL or EIO after cutting the file back to its last whole block: the counts stay true.
  void flush() {
    for (size_t done = 0; done < gathered_.size();) {
      long n = writeSome(file_, gathered_.data() + done, gathered_.size() - done);
      if (n > 0) done += static_cast<size_t>(n);
      else if (n == 0 || errno != EINTR) cutBack(done, n < 0 ? errno : ENOSPC);
    }
    end += gathered_.size();
    packets += waiting_;
    waiting_ = 0;
    gathered_.clear();
  }

  const std::string path;
  uint64_t end = 0, packets = 0;

 private:
  static constexpr size_t kGathered = 1 << 20;

  void cutBack(size_t written, int error) {
    uint32_t head[2];
    for (size_t at = 0; at + 8 <= written; at += head[1], end += head[1], packets += head[0] == 6) {
      memcpy(head, gathered_.data() + at, 8);
      if (at + head[1] > written) break;
    }
    gathered_.clear();
    waiting_ = 0;
    truncateTo(file_, end);
    errno = error;
    throw refused("What was captured until then is safe in the file. ");
  }

  Failure refused(const std::string& comfort) const {
    std::string words = path + ": " + (errno == EINVAL ? "not a regular file" : errno == ELOOP ? "a link, which is not written through" : strerror(errno)) + ".";
    if (noSpace(errno)) return {"DISKFULL", words, comfort + "Free some space, or choose another folder."};
    if (!comfort.empty()) return {"EIO", words, comfort + "Check the disk."};
    return {"OUTFILE", words, errno == EEXIST ? "Choose another name, or --overwrite." : "Choose a file in a folder that you may write to."};
  }

  const int file_;
  uint64_t waiting_ = 0;
  std::string gathered_;
};
