// wirelens-capture: the only part of Wirelens with capture rights. PROTOCOL.md says what it takes and says.
#include <cstdlib>
#include "commands.h"

std::atomic<Text> stopReason{nullptr};

static Failure bad(const std::string& message) { return {"BADARGS", message, "Usage: wirelens-capture version|list|check|capture, see PROTOCOL.md."}; }

static uint64_t number(const std::string& name, const std::string& text, uint64_t low, uint64_t high) {
  const bool digits = !text.empty() && text.size() < 17 && text.find_first_not_of("0123456789") == std::string::npos;
  const uint64_t value = digits ? strtoull(text.c_str(), nullptr, 10) : 0;
  if (digits && value >= low && value <= high) return value;
  throw bad(name + " takes a number from " + std::to_string(low) + " to " + std::to_string(high) + ", not '" + text + "'.");
}

static Options parse(const std::vector<std::string>& words) {
  constexpr uint64_t much = 9000000000000000, year = 366 * 86400;  // much: JSON's readers still hold it exactly
  Options o;
  const struct { Text name; std::string* value; } texts[] = {{"--interface", &o.adapter}, {"--out", &o.out}, {"--filter", &o.filter}};
  const struct { Text name; bool *flag, value; } flags[] = {
      {"--no-promiscuous", &o.promiscuous, false}, {"--monitor", &o.monitor, true}, {"--overwrite", &o.overwrite, true}, {"--link-types", &o.linkTypes, true}};
  const struct { Text name; uint64_t *value, low, high; } numbers[] = {
      {"--snap", &o.snap, 1, 262144}, {"--buffer", &o.buffer, 1, 2047}, {"--packets", &o.packets, 1, much}, {"--bytes", &o.bytes, 1, much},
      {"--seconds", &o.seconds, 1, year}, {"--ring-files", &o.ringFiles, 1, 99999}, {"--ring-bytes", &o.ringBytes, 1024, much},
      {"--ring-seconds", &o.ringSeconds, 1, year}};
  for (size_t i = 1; i < words.size(); i++) {
    const std::string& name = words[i];
    bool known = false;
    for (auto& row : flags)
      if (name == row.name) *row.flag = row.value, known = true;
    if (known) continue;
    if (++i == words.size()) throw bad(name + ": unknown, or its value is missing.");
    for (auto& row : texts)
      if (name == row.name) *row.value = words[i], known = true;
    for (auto& row : numbers)
      if (name == row.name) *row.value = number(name, words[i], row.low, row.high), known = true;
    if (name == "--stdin" && (words[i] == "watch" || words[i] == "ignore")) o.watchStdin = words[i] == "watch", known = true;
    if (!known) throw bad(name + " " + words[i] + ": unknown.");
  }
  if (words[0] != "list" && o.adapter.empty()) throw bad("--interface is missing.");
  if (words[0] == "capture" && o.out.empty()) throw bad("--out is missing.");
  if (o.ringFiles && !o.ringBytes && !o.ringSeconds) throw bad("--ring-files needs --ring-bytes or --ring-seconds.");
  return o;
}

static std::string run(const std::vector<std::string>& words) {
  const std::string command = words.empty() ? "" : words[0];
  if (command == "version") return Json().text("version", kVersion).text("service", driverState()).truth("permitted", mayCapture()).line();
  if (command != "list" && command != "check" && command != "capture") throw bad("'" + command + "' is no command.");
  const Options options = parse(words);
  const Pcap pcap = loadPcap();
  if (command == "capture") leave(capture(pcap, options));
  return command == "list" ? list(pcap, options) : check(pcap, options);
}

int main(int argc, char** argv) {
  int status = 0;
  settleProcess([] { askToStop("signal"); });
  try {
    cleanEnvironment();
    lowerRights();
    writeStdout(run(utf8Arguments(argc, argv)) + "\n");
  } catch (const Failure& failure) {
    writeStdout(errorJson(failure).line() + "\n");
    status = exitStatus(failure.code);
  }
  leave(status);
}
