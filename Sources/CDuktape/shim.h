#include <duktape.h>
#include <malloc.h>
#include <stdlib.h>

// What a script may still use. Duktape has no time limit of its own; every loop that lasts
// allocates, so a limit on allocations ends it, at the same place on every machine.
typedef struct {
  long allocations;
  size_t live;
  size_t most;
} script_budget;

static inline void *script_resize(void *data, void *old, duk_size_t size) {
  script_budget *budget = data;
  size_t before = old ? malloc_usable_size(old) : 0;
  if (size == 0) {
    free(old);
    budget->live -= before;
    return NULL;
  }
  if (budget->allocations <= 0 || budget->live - before + size > budget->most) return NULL;
  budget->allocations -= 1;
  void *new = realloc(old, size);
  if (new) budget->live += malloc_usable_size(new) - before;
  return new;
}

static inline void *script_allocate(void *data, duk_size_t size) {
  return script_resize(data, NULL, size);
}

static inline void script_free(void *data, void *old) { script_resize(data, old, 0); }

static inline duk_context *script_create(script_budget *budget) {
  return duk_create_heap(script_allocate, script_resize, script_free, budget, NULL);
}

typedef struct {
  const char *function;
  const char *text;
  size_t length;
} script_call;

static inline duk_ret_t script_body(duk_context *context, void *data) {
  script_call *call = data;
  if (call->function) {
    duk_get_global_string(context, call->function);
    duk_push_lstring(context, call->text, call->length);
    duk_call(context, 1);
  } else {
    duk_push_lstring(context, call->text, call->length);
    duk_eval(context);
  }
  duk_to_string(context, -1);
  return 1;
}

// Evaluates a text, or calls a global function with it. The result or the error, as a string, is on
// top of the stack then. Returns 0 for a result.
static inline int script_run(
    duk_context *context, const char *function, const char *text, size_t length) {
  script_call call = {function, text, length};
  int status = duk_safe_call(context, script_body, &call, 0, 1);
  if (status != 0) duk_safe_to_lstring(context, -1, NULL);
  return status;
}
