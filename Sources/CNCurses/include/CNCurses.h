#pragma once

// The door to ncursesw: what Swift cannot import (macros, variadics, globals that are races in Swift 6), and the parts
// that must be C because they run in signal handlers. Everything here is called from the one curses thread, except
// the signal handlers, which touch nothing but what hm_guard_* set up before.

#include <stdbool.h>
#include <stdint.h>
#include <termios.h>

// One cell as the frame has it: up to `HM_SCALARS` Unicode scalars (base and combining marks), 0-terminated.
#define HM_SCALARS 4
struct hm_cell {
    uint32_t scalars[HM_SCALARS];
    uint32_t attributes;  // HM_BOLD …
    int32_t pair;
    int32_t width;  // columns the frame gives it: 1 or 2; 0 marks the right half of a wide one
};

enum { HM_BOLD = 1, HM_UNDERLINE = 2, HM_REVERSE = 4, HM_FAINT = 8 };

// Starts ncurses for terminal type `term`, reading keys from `input_fd` and writing into `memory_fd`. Call hm_resize before
// the first hm_update: nothing is written before, and what is then written depends on the size.
// Returns NULL when it runs, else why it does not.
const char *hm_start(const char *term, int input_fd, int memory_fd);
// Ends ncurses (its farewell goes to memory_fd). hm_resume undoes hm_suspend.
void hm_stop(void);
void hm_suspend(void);
void hm_resume(void);

// Whether the terminfo database knows `term`.
bool hm_terminfo_exists(const char *term);
// The colours that its entry promises; 0 without colour, −1 without an entry.
int hm_terminfo_colors(const char *term);
// Colours and pairs of the running screen; 0 without colour.
int hm_colors(void);
int hm_color_pairs(void);
// Defines pair `pair` (≥ 1); −1 is the terminal's default colour. For direct-colour terminals colours are 0xRRGGBB.
bool hm_define_pair(int pair, int foreground, int background);
// Number of bits of a direct-colour terminal, 0 for others.
bool hm_is_direct_color(void);

// The bytes that bring the running terminal back: normal screen, scroll region, cursor, attributes, keypad,
// mouse. Returns their number.
int hm_farewell(char *buffer, int size);

void hm_resize(int rows, int columns);
void hm_put_row(int y, const struct hm_cell *cells, int count);
// Forgets what the terminal shows: the next update paints everything.
void hm_repaint(void);
// Writes the differences into memory_fd.
void hm_update(void);

void hm_mouse(bool enabled);

// Reads one key without waiting. Kinds:
enum { HM_KEY_NONE, HM_KEY_SCALAR, HM_KEY_CODE, HM_KEY_MOUSE, HM_KEY_END };
enum {
    HM_UP = 1, HM_DOWN, HM_LEFT, HM_RIGHT, HM_HOME, HM_END, HM_PAGE_UP, HM_PAGE_DOWN, HM_INSERT, HM_DELETE,
    HM_BACKSPACE, HM_BACK_TAB, HM_ENTER, HM_FUNCTION = 100,
};
enum { HM_MOUSE_PRESS = 1, HM_MOUSE_DOUBLE, HM_MOUSE_WHEEL_UP, HM_MOUSE_WHEEL_DOWN };
struct hm_key {
    int kind;
    uint32_t value;  // scalar, or HM_UP …, or HM_MOUSE_…
    int x, y;
};
struct hm_key hm_read_key(void);

// Opens a memory file for ncurses to write into.
int hm_memory_file(void);
// Columns and rows of the terminal on `fd`; false when it does not say.
bool hm_window_size(int fd, int *columns, int *rows);
bool hm_is_utf8_locale(void);
void hm_set_locale(void);
// Columns that libc gives a scalar under the locale; −1 for what it cannot print.
int hm_wcwidth(uint32_t scalar);

// Signals. hm_guard_start saves the terminal's settings and the bytes that bring it back, makes crashes restore it
// before they take their course, and turns SIGTERM, SIGHUP, SIGINT, SIGWINCH, SIGTSTP and SIGCONT into bytes on the
// descriptor it returns (one byte, the signal's number; −1 on failure).
int hm_guard_start(int terminal_fd, const struct termios *saved, const char *farewell, int farewell_length);
// From here on a crash leaves the terminal alone; signals have their default action again.
void hm_guard_stop(void);
// Stops the process group as Ctrl-Z does, and returns when it is continued.
void hm_stop_group(void);
