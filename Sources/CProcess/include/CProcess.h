#ifndef CPROCESS_H
#define CPROCESS_H

#include <stdio.h>
#include <sys/types.h>

/// What a child process starts with.
struct process_spec {
  const char *path;
  char *const *arguments;   // ends with NULL
  char *const *environment; // ends with NULL
  const char *directory;    // NULL keeps the parent's
  const int *descriptors;   // the child's 0, 1, 2, …; -1 opens /dev/null
  int descriptor_count;
  int dies_with_parent; // SIGKILL when the spawning thread ends
};

/// Starts a process in a group of its own, every other descriptor closed, all signals at their
/// defaults. Returns its id, or -1 with `errno` set when it could not be started.
pid_t process_spawn(const struct process_spec *spec);

/// `fork`, which Swift does not import.
pid_t process_fork(void);

/// Asks for `signal` when the parent's thread ends.
int process_set_parent_death_signal(int signal);

/// Makes this process the one that orphaned descendants fall to.
int process_adopt_orphans(void);

/// A descriptor that becomes readable when the process ends. -1 with `errno` set on failure.
int process_descriptor(pid_t process);

/// An anonymous file in memory that children may inherit; one that keeps its length never gets
/// shorter. -1 with `errno` set on failure.
int process_memory_file(const char *name, off_t size, int keeps_length);

/// An unbuffered stream whose writes and end go to functions. NULL on failure.
FILE *process_stream(ssize_t (*write)(void *, const char *, size_t), int (*close)(void *));

/// Sets what is called with the error's box when an error leaves a script's top level. It must not
/// return.
void process_on_uncaught_error(void (*handler)(void *error));

#endif
