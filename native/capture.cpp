// The capture itself: from the adapter to the file, and a line about it ten times a second.
#include <ctime>
#include <deque>
#include <filesystem>
#include <memory>
#include "commands.h"
#include "packet-file.h"
#include "status-lines.h"

namespace {

constexpr uint64_t kFlushMs = 100;
// How long packets from before the stop may still lie in the kernel's open block: twice its timeout.
constexpr uint64_t kDrainMs = 220;
constexpr Text kSafe = "What was captured until then is safe in the file.";

class Capture {
 public:
  Capture(const Pcap& pcap, const Options& options) : pcap_(pcap), o_(options) {}

  int run() {
    std::string warning;
    char error[kErrorText] = "";
    const bool ring = o_.ringBytes || o_.ringSeconds;
    handle_ = openAdapter(pcap_, o_, warning);
    dropRights(true);
    setFilter(pcap_, handle_, o_.filter);
    if (pcap_.setnonblock(handle_, 1, error) != 0) throw Failure{"EPCAP", error, ""};
    perSecond_ = pcap_.get_tstamp_precision && pcap_.get_tstamp_precision(handle_) == 1 ? 1000000000 : 1000000;
    index_ = adapterIndex(o_.adapter);
    openFile();
    dropRights(ring);
    lines_.reset(new StatusLines);  // only now: a thread keeps the rights that it was born with
    if (o_.watchStdin) std::thread([] { if (waitForStdinEnd()) askToStop("stdin"); }).detach();
    Json started = Json().text("event", "started").text("interface", o_.adapter).text("driver", pcap_.driver);
    started.raw("linkType", linkTypeJson(pcap_, pcap_.datalink(handle_))).number("snap", o_.snap).number("perSecond", perSecond_);
    lines_->event(counted(started.text("warning", warning)));
    try {
      loop();
      finishFile();
      return say(Json().text("event", "stopped").text("reason", reason_), 0);
    } catch (const Failure& failure) {
      if (!strcmp(failure.code, "IFGONE") || !strcmp(failure.code, "EPCAP")) finishFile();
      return say(errorJson(failure), exitStatus(failure.code));
    }
  }

 private:
  uint64_t dropped() { return dropped_ = pcap_.stats(handle_, &counts_) == 0 ? uint64_t{counts_.dropped} + counts_.interfaceDropped : dropped_; }
  uint64_t stamp() const { return wallNs() / (1000000000 / perSecond_); }

  std::string counted(Json json) {
    json.number("packets", earlier_ + file_->packets).number("bytes", earlierBytes_ + file_->end).number("end", file_->end);
    return json.number("dropped", dropped()).text("file", file_->path).line();
  }
  int say(const Json& json, int status) { return lines_->event(counted(json)), lines_->finish(), status; }

  // name_00001_20260131120000.pcapng, as dumpcap names a ring's files.
  std::string nextPath() {
    if (!o_.ringBytes && !o_.ringSeconds) return o_.out;
    char part[40];
    const std::time_t now = std::time(nullptr);
    const size_t digits = static_cast<size_t>(snprintf(part, sizeof part, "_%05u_", ++number_ % 100000));
    std::strftime(part + digits, sizeof part - digits, "%Y%m%d%H%M%S", std::localtime(&now));
    size_t dot = o_.out.find_last_of("./\\");
    if (dot == std::string::npos || o_.out[dot] != '.') dot = o_.out.size();
    return o_.out.substr(0, dot) + part + o_.out.substr(dot);
  }

  void openFile() {
    const Machine m = machine();
    std::unique_ptr<PacketFile> next(new PacketFile(nextPath(), o_.overwrite));
    Block section, adapter;
    section.put(0x1a2b3c4du).put(1u).put(~uint64_t{0}).option(2, m.hardware).option(3, m.system);
    next->block(section.option(4, std::string("Wirelens ") + kVersion).done(0x0a0d0d0a));
    adapter.put(uint32_t{linkTypeOf(pcap_.datalink(handle_))}).put(static_cast<uint32_t>(o_.snap)).option(2, o_.adapter);
    adapter.option(9, std::string(1, perSecond_ == 1000000 ? 6 : 9)).option(12, m.system);
    next->block(adapter.option(11, o_.filter.empty() ? "" : std::string(1, '\0') + o_.filter).done(1));
    next->flush();
    if (file_) earlier_ += file_->packets, earlierBytes_ += file_->end;
    file_ = std::move(next), fileSince_ = nowMs();  // only now: had it failed, the counts would be those of the file before
  }

  void finishFile() {  // with statistics since the start of the capture; ifdrop holds all drops, as dumpcap writes it
    const uint64_t lost = dropped();
    file_->block(Block().put(0u).time(stamp()).option(4, uint64_t{counts_.received}).option(5, lost).option(8, accepted_).done(5));
    file_->flush();
  }

  void rotate() {
    finishFile();
    Json json = Json().text("event", "file").text("closed", file_->path).number("closedEnd", file_->end);
    kept_.push_back(file_->path);
    openFile();
    if (o_.ringFiles && kept_.size() >= o_.ringFiles) {
      std::error_code ignored;
      std::filesystem::remove(std::filesystem::u8path(kept_.front()), ignored);
      json.text("removed", kept_.front());
      kept_.pop_front();
    }
    lines_->event(counted(json));
  }

  void stop(Text reason) { reason_ = reason, done_ = true, pcap_.breakloop(handle_); }

  void packet(const PcapHeader& header, Bytes data) {
    const uint64_t time = static_cast<uint64_t>(header.time.tv_sec) * perSecond_ + static_cast<uint64_t>(header.time.tv_usec);
    if (done_) return;
    if (drainUntil_ && time > drainTime_) return stop(reason_);
    if (turn_) turn_ = false, rotate();
    file_->packet(header, data, time);
    accepted_++;
    if (o_.packets && accepted_ >= o_.packets) stop("packets");
    if (o_.bytes && earlierBytes_ + file_->size() >= o_.bytes) stop("bytes");
    turn_ = o_.ringBytes && file_->size() >= o_.ringBytes;  // with the next packet, so that no file stays empty
  }

  static void onPacket(unsigned char* self, const PcapHeader* header, Bytes data) {
    auto* capture = reinterpret_cast<Capture*>(self);
    try {
      capture->packet(*header, data);
    } catch (const Failure& failure) {  // none may cross libpcap's C frames
      capture->failure_.reset(new Failure(failure));
      capture->stop("error");
    }
  }

  // Takes what there is, or waits a little. Bounded, so that a flood cannot hide a stop.
  int take() {
    auto* self = reinterpret_cast<unsigned char*>(this);
#ifdef _WIN32
    PcapHeader* header;
    Bytes data;
    int result = 1, n = 0;
    while (n < 65536 && !done_ && (result = pcap_.next_ex(handle_, &header, &data)) == 1) onPacket(self, header, data), n++;
    if (n == 0) waitReadable(-1, 5);
    return result;
#else
    waitReadable(pcap_.get_selectable_fd ? pcap_.get_selectable_fd(handle_) : -1, kFlushMs);
    return pcap_.dispatch(handle_, 65536, onPacket, self);
#endif
  }

  void loop() {
    const uint64_t began = nowMs();
    uint64_t flushed = began, looked = began, saidDropped = 0, saidEnd = file_->end;
    while (!done_) {
      const int result = take();
      const uint64_t now = nowMs();
      if (failure_) throw *failure_;
      if (result == kPcapError || now - looked >= 500) looked = now, stillThere(result);
      if (!reason_) reason_ = stopReason;
      if (!reason_ && o_.seconds && now - began >= o_.seconds * 1000) reason_ = "seconds";
      if (reason_ && !drainUntil_) drainUntil_ = now + kDrainMs, drainTime_ = stamp();
      if (drainUntil_ && now >= drainUntil_) done_ = true;
      if (o_.ringSeconds && now - fileSince_ >= o_.ringSeconds * 1000) turn_ = true;
      if (now - flushed < kFlushMs) continue;
      flushed = now;
      file_->flush();
      if (dropped() == saidDropped && file_->end == saidEnd) continue;
      saidDropped = dropped_, saidEnd = file_->end;
      lines_->progress(counted(Json().text("event", "written")));
    }
  }

  void stillThere(int result) {
    const std::string words = result == kPcapError ? pcap_.geterr(handle_) : "";
    if ((index_ && adapterIndex(o_.adapter) != index_) || words.find("disappeared") != std::string::npos)
      throw Failure{"IFGONE", o_.adapter + ": the interface is gone.", kSafe};
    if (result == kPcapError) throw Failure{"EPCAP", o_.adapter + ": " + words, kSafe};
  }

  const Pcap& pcap_;
  const Options& o_;
  pcap_t* handle_ = nullptr;
  std::unique_ptr<PacketFile> file_;
  std::unique_ptr<StatusLines> lines_;
  std::unique_ptr<Failure> failure_;
  std::deque<std::string> kept_;
  PcapCounts counts_ = {};
  Text reason_ = nullptr;
  bool done_ = false, turn_ = false;
  unsigned index_ = 0, number_ = 0;
  uint64_t perSecond_ = 0, earlier_ = 0, earlierBytes_ = 0, accepted_ = 0, dropped_ = 0, fileSince_ = 0, drainUntil_ = 0, drainTime_ = 0;
};

}  // namespace

// Never destroyed: a thread may still be writing its lines when the process leaves.
int capture(const Pcap& pcap, const Options& options) { return (new Capture(pcap, options))->run(); }
