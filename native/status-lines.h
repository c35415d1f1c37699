// Lines for stdout, written by a thread of their own: a reader that is slow, stuck or gone never holds the capture.
#pragma once
#include <condition_variable>
#include <mutex>
#include <thread>
#include "os.h"

class StatusLines {
 public:
  StatusLines() { std::thread([this] { run(); }).detach(); }
  // An event is kept for the reader; of two lines of progress the newer one is enough.
  void event(const std::string& line) {
    std::lock_guard<std::mutex> hold(mutex_);
    if (events_.size() < (1 << 20)) events_ += progress_ + line + "\n";
    progress_.clear();
    changed_.notify_all();
  }
  void progress(const std::string& line) {
    std::lock_guard<std::mutex> hold(mutex_);
    progress_ = line + "\n", changed_.notify_all();
  }
  void finish() {  // leaves the reader a second to take the last lines
    std::unique_lock<std::mutex> hold(mutex_);
    changed_.wait_for(hold, std::chrono::seconds(1), [this] { return !writing_ && events_.empty() && progress_.empty(); });
  }

 private:
  [[noreturn]] void run() {
    for (std::unique_lock<std::mutex> hold(mutex_);;) {
      writing_ = false;
      changed_.notify_all();
      changed_.wait(hold, [this] { return !events_.empty() || !progress_.empty(); });
      const std::string text = events_ + progress_;
      events_.clear(), progress_.clear();
      writing_ = true;
      hold.unlock();
      writeStdout(text);
      hold.lock();
    }
  }
  std::mutex mutex_;
  std::condition_variable changed_;
  std::string events_, progress_;
  bool writing_ = false;
};
