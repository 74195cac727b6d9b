#define _GNU_SOURCE
#include "CProcess.h"

#include <errno.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

// Runs between fork and exec: system calls only, no allocation, no locks.
static int child_setup(const struct process_spec *spec, pid_t parent) {
  sigset_t none;
  sigemptyset(&none);
  for (int number = 1; number < 65; number++) signal(number, SIG_DFL);
  sigprocmask(SIG_SETMASK, &none, NULL);
  setpgid(0, 0);
  if (spec->dies_with_parent) {
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) return errno;
    if (getppid() != parent) return ECHILD;
  }
  // First out of the way of every target, then into place: sources may be targets too.
  int moved[16];
  if (spec->descriptor_count > 16) return EINVAL;
  for (int index = 0; index < spec->descriptor_count; index++) {
    int source = spec->descriptors[index];
    if (source < 0) source = open("/dev/null", O_RDWR | O_CLOEXEC);
    moved[index] = fcntl(source, F_DUPFD_CLOEXEC, 64);
    if (moved[index] < 0) return errno;
  }
  for (int index = 0; index < spec->descriptor_count; index++) {
    if (dup2(moved[index], index) < 0) return errno;
  }
#ifdef SYS_close_range
  if (syscall(SYS_close_range, spec->descriptor_count, ~0U, 4 /* CLOSE_RANGE_CLOEXEC */) != 0)
#endif
  {
    for (int number = spec->descriptor_count; number < 1024; number++) {
      int flags = fcntl(number, F_GETFD);
      if (flags >= 0) fcntl(number, F_SETFD, flags | FD_CLOEXEC);
    }
  }
  if (spec->directory && chdir(spec->directory) != 0) return errno;
  execve(spec->path, spec->arguments, spec->environment);
  return errno;
}

pid_t process_spawn(const struct process_spec *spec) {
  // vfork shares memory until exec, so the child's failure is a plain store.
  volatile int failure = 0;
  pid_t parent = getpid();
  sigset_t all, before;
  sigfillset(&all);
  sigprocmask(SIG_BLOCK, &all, &before); // no handler of ours may run in the child
  pid_t child = vfork();
  if (child == 0) {
    failure = child_setup(spec, parent);
    _exit(127);
  }
  int fork_error = errno;
  sigprocmask(SIG_SETMASK, &before, NULL);
  if (child < 0) {
    errno = fork_error;
    return -1;
  }
  if (failure != 0) {
    // The child is gone already; its status tells nothing more.
    siginfo_t info;
    waitid(P_PID, (id_t)child, &info, WEXITED);
    errno = failure;
    return -1;
  }
  return child;
}

pid_t process_fork(void) { return fork(); }

int process_set_parent_death_signal(int signal) { return prctl(PR_SET_PDEATHSIG, signal); }

int process_adopt_orphans(void) { return prctl(PR_SET_CHILD_SUBREAPER, 1); }

int process_memory_file(const char *name, off_t size, int keeps_length) {
  int file = memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING);
  if (file < 0) return -1;
  // Whoever reads it elsewhere relies on what was there once.
  if (ftruncate(file, size) != 0 ||
      (keeps_length && fcntl(file, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_SEAL) != 0)) {
    int failure = errno;
    close(file);
    errno = failure;
    return -1;
  }
  return file;
}

int process_descriptor(pid_t process) { return (int)syscall(SYS_pidfd_open, process, 0); }

FILE *process_stream(ssize_t (*write)(void *, const char *, size_t), int (*close)(void *)) {
  cookie_io_functions_t functions = {.write = write, .close = close};
  FILE *stream = fopencookie(NULL, "w", functions);
  if (stream) setvbuf(stream, NULL, _IONBF, 0);
  return stream;
}

static void (*uncaught_error)(void *error) = NULL;

void process_on_uncaught_error(void (*handler)(void *error)) { uncaught_error = handler; }

// The Swift runtime's entry for an error that leaves a script's top level. A cell's call resolves
// to the executable's, this one, before the runtime's own, which knows no line.
__attribute__((visibility("default"))) void swift_errorInMain(void *error) {
  if (uncaught_error) uncaught_error(error);
  void (*next)(void *) = (void (*)(void *))dlsym(RTLD_NEXT, "swift_errorInMain");
  if (next) next(error);
  _exit(1);
}
