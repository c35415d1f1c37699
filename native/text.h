// What the helper says: failures with their exit status, JSON objects on one line.
#pragma once
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <string>

struct Failure { const char* code; std::string message, hint; };

inline int exitStatus(const char* code) {
  int status = 2;
  for (const char* known : {"BADARGS", "NOPCAP", "EPERM", "NODEV", "IFDOWN", "IFGONE", "BADFILTER", "DISKFULL", "OUTFILE",
                            "EIO", "NOTSUP", "EPCAP", "RIGHTS"})
    if (strcmp(known, code)) status++;
    else return status;
  return 1;
}

// Bytes that are not UTF-8 become U+FFFD: adapter names and error texts come from outside.
inline std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (size_t i = 0, size; i < text.size(); i += size) {
    auto byte = [&](size_t k) { return i + k < text.size() ? static_cast<unsigned char>(text[i + k]) : 0u; };
    const unsigned c = byte(0), d = byte(1);
    size = c < 0x80 ? 1 : c < 0xc2 ? 0 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : c < 0xf5 ? 4 : 0;
    for (size_t k = 1; k < size; k++)
      if ((byte(k) & 0xc0) != 0x80) size = 0;
    // Longer than needed; half of a surrogate pair; beyond Unicode.
    if ((c == 0xe0 && d < 0xa0) || (c == 0xed && d > 0x9f) || (c == 0xf0 && d < 0x90) || (c == 0xf4 && d > 0x8f)) size = 0;
    if (size == 0) out += "\xef\xbf\xbd", size = 1;
    else if (c == '"' || c == '\\') (out += '\\') += text[i];
    else if (c < 0x20 || c == 0x7f) ((out += "\\u00") += "01234567"[c >> 4]) += "0123456789abcdef"[c & 15];
    else out.append(text, i, size);
  }
  return out += '"';
}

inline std::string macText(const unsigned char* a) {
  char text[18];
  snprintf(text, sizeof text, "%02x:%02x:%02x:%02x:%02x:%02x", a[0], a[1], a[2], a[3], a[4], a[5]);
  return text;
}

inline void add(std::string& list, const std::string& item) { list += (list.empty() ? "" : ",") + item; }

struct Json {
  Json& raw(const char* key, const std::string& value) { return add(body, quoted(key) + ":" + value), *this; }
  Json& text(const char* key, const std::string& value) { return raw(key, quoted(value)); }
  Json& number(const char* key, uint64_t value) { return raw(key, std::to_string(value)); }
  Json& truth(const char* key, bool value) { return raw(key, value ? "true" : "false"); }
  std::string line() const { return "{" + body + "}"; }
  std::string body;
};

inline Json errorJson(const Failure& failure) {
  return Json().text("event", "error").text("code", failure.code).text("message", failure.message).text("hint", failure.hint);
}
