#ifndef _XOPEN_SOURCE_EXTENDED
#define _XOPEN_SOURCE_EXTENDED 1
#endif
#define NCURSES_WIDECHAR 1
#include "CNCurses.h"

#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <ncurses.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <term.h>
#include <unistd.h>
#include <wchar.h>

// term.h calls terminfo fields by macros with names as plain as these.
#undef columns
#undef lines

static SCREEN *screen;
static FILE *memory_file;
static FILE *input_file;
// Keys are read from a pad: reading from a window refreshes it first, and nothing but hm_update may draw.
static WINDOW *key_pad;

int hm_memory_file(void) { return memfd_create("haomiao-screen", MFD_CLOEXEC); }

const char *hm_start(const char *term, int input_fd, int memory_fd) {
    memory_file = fdopen(dup(memory_fd), "w");
    input_file = fdopen(dup(input_fd), "r");
    if (memory_file == NULL || input_file == NULL) return strerror(errno);
    int status = 0;
    if (setupterm((char *)term, memory_fd, &status) != OK)
        return status == 0 ? "the terminfo database has no entry for it, or only a generic one"
                           : "the terminfo database cannot be read";
    screen = newterm((char *)term, memory_file, input_file);
    if (screen == NULL) return "ncurses cannot drive it: it cannot move its cursor";
    set_term(screen);
    set_escdelay(25);
    noecho();
    nonl();
    curs_set(0);
    typeahead(-1);
    leaveok(stdscr, TRUE);
    if (has_colors()) {
        start_color();
        use_default_colors();
    }
    key_pad = newpad(1, 1);
    if (key_pad == NULL) return "out of memory";
    nodelay(key_pad, TRUE);
    keypad(key_pad, TRUE);
    mouseinterval(0);
    // A memory file has no size, so newterm wrote a beginning for the size in terminfo, with a scroll region of 24 lines.
    // That is thrown away; the first update after hm_resize writes the beginning anew, as it does after Ctrl-Z.
    endwin();
    if (ftruncate(memory_fd, 0) != 0 || lseek(memory_fd, 0, SEEK_SET) != 0) return strerror(errno);
    hm_resume();
    return NULL;
}

// Appends `text` at `n` without padding such as $<5>, which is for terminals of another age.
static int without_padding(char *buffer, int size, int n, const char *text) {
    while (*text != 0 && n < size) {
        if (text[0] == '$' && text[1] == '<') {
            const char *end = strchr(text, '>');
            if (end != NULL) {
                text = end + 1;
                continue;
            }
        }
        buffer[n++] = *text++;
    }
    return n;
}

static bool has_capability(const char *name) {
    const char *text = tigetstr((char *)name);
    return text != NULL && text != (char *)-1;
}

// The whole screen scrolls again: a region outlives rmcup, and the terminal may have grown since it was set. The reset
// moves the cursor to the top; where no rmcup brings it back, it goes to the last line, where endwin leaves it.
static const char *scroll_region_reset(void) {
    if (!has_capability("csr") || strncmp(tigetstr("csr"), "\033[", 2) != 0) return "";
    return has_capability("rmcup") ? "\033[r" : "\033[r\033[999;1H";
}

static void write_to_memory(const char *text) {
    ssize_t ignored = write(fileno(memory_file), text, strlen(text));
    (void)ignored;
}

static void leave_screen(void) {
    hm_mouse(false);
    // Before endwin where rmcup brings the cursor back from the top; after it where there is no rmcup.
    if (has_capability("rmcup")) write_to_memory(scroll_region_reset());
    endwin();
    if (!has_capability("rmcup")) write_to_memory(scroll_region_reset());
}

void hm_stop(void) {
    if (screen == NULL) return;
    leave_screen();
    if (key_pad != NULL) delwin(key_pad);
    key_pad = NULL;
    delscreen(screen);
    screen = NULL;
    if (memory_file != NULL) fclose(memory_file);
    if (input_file != NULL) fclose(input_file);
    memory_file = input_file = NULL;
}

void hm_suspend(void) { leave_screen(); }

void hm_resume(void) {
    clearok(curscr, TRUE);
    // The pad's keypad mode was switched off by endwin; asking again switches it on.
    keypad(key_pad, TRUE);
}

int hm_terminfo_colors(const char *term) {
    int status = 0;
    TERMINAL *before = cur_term;
    if (setupterm((char *)term, STDERR_FILENO, &status) != OK) return -1;
    int colors = tigetnum("colors");
    TERMINAL *made = cur_term;
    if (made != before) {
        set_curterm(before);
        del_curterm(made);
    }
    return colors > 0 ? colors : 0;
}

bool hm_terminfo_exists(const char *term) { return hm_terminfo_colors(term) >= 0; }

int hm_colors(void) { return has_colors() ? COLORS : 0; }
int hm_color_pairs(void) { return has_colors() ? COLOR_PAIRS : 0; }
bool hm_is_direct_color(void) { return has_colors() && COLORS >= (1 << 24) && tigetflag("RGB") == 1; }

bool hm_define_pair(int pair, int foreground, int background) {
    return init_extended_pair(pair, foreground, background) == OK;
}

int hm_farewell(char *buffer, int size) {
    static const char *const names[] = {"rmkx", "sgr0", "op", "rmcup", "cnorm"};
    int n = 0;
    if (has_capability("kmous")) n = without_padding(buffer, size, n, "\033[?1000l\033[?1006l");
    n = without_padding(buffer, size, n, scroll_region_reset());
    for (int i = 0; i < (int)(sizeof names / sizeof names[0]); i++)
        if (has_capability(names[i])) n = without_padding(buffer, size, n, tigetstr((char *)names[i]));
    return n;
}

void hm_resize(int rows, int columns) {
    if (rows > 0 && columns > 0) resizeterm(rows, columns);
}

void hm_put_row(int y, const struct hm_cell *cells, int count) {
    static cchar_t row[1024];
    int n = 0;
    if (count > 1024) count = 1024;
    for (int i = 0; i < count; i++) {
        if (cells[i].width == 0) continue;
        wchar_t text[CCHARW_MAX + 1] = {0};
        int base = wcwidth((wchar_t)cells[i].scalars[0]);
        if (base == cells[i].width) {
            for (int k = 0; k < HM_SCALARS && k < CCHARW_MAX && cells[i].scalars[k] != 0; k++) {
                if (k > 0 && wcwidth((wchar_t)cells[i].scalars[k]) != 0) break;
                text[k] = (wchar_t)cells[i].scalars[k];
            }
        } else {
            // libc and the frame disagree on the width, or the locale cannot print it: as wide, and safe.
            text[0] = MB_CUR_MAX > 1 && wcwidth(0xFFFD) == 1 ? (wchar_t)0xFFFD : L'?';
        }
        attr_t attributes = 0;
        if (cells[i].attributes & HM_BOLD) attributes |= WA_BOLD;
        if (cells[i].attributes & HM_UNDERLINE) attributes |= WA_UNDERLINE;
        if (cells[i].attributes & HM_REVERSE) attributes |= WA_REVERSE;
        if (cells[i].attributes & HM_FAINT) attributes |= WA_DIM;
        int pair = cells[i].pair;
        setcchar(&row[n++], text, attributes, 0, &pair);
        if (base != cells[i].width && cells[i].width == 2 && n < 1024) {
            wchar_t blank[2] = {L' ', 0};
            setcchar(&row[n++], blank, attributes, 0, &pair);
        }
    }
    mvwadd_wchnstr(stdscr, y, 0, row, n);
}

void hm_repaint(void) { clearok(curscr, TRUE); }

void hm_update(void) {
    wnoutrefresh(stdscr);
    doupdate();
    fflush(memory_file);
}

void hm_mouse(bool enabled) {
    mousemask(
        enabled ? BUTTON1_PRESSED | BUTTON1_DOUBLE_CLICKED | BUTTON4_PRESSED | BUTTON5_PRESSED : 0, NULL);
}

static uint32_t named(wint_t code) {
    switch (code) {
    case KEY_UP: return HM_UP;
    case KEY_DOWN: return HM_DOWN;
    case KEY_LEFT: return HM_LEFT;
    case KEY_RIGHT: return HM_RIGHT;
    case KEY_HOME: return HM_HOME;
    case KEY_END: return HM_END;
    case KEY_PPAGE: return HM_PAGE_UP;
    case KEY_NPAGE: return HM_PAGE_DOWN;
    case KEY_IC: return HM_INSERT;
    case KEY_DC: return HM_DELETE;
    case KEY_BACKSPACE: return HM_BACKSPACE;
    case KEY_BTAB: return HM_BACK_TAB;
    case KEY_ENTER: return HM_ENTER;
    }
    if (code >= KEY_F(1) && code <= KEY_F(24)) return HM_FUNCTION + (code - KEY_F0);
    return 0;
}

struct hm_key hm_read_key(void) {
    struct hm_key key = {HM_KEY_NONE, 0, 0, 0};
    wint_t code = 0;
    int kind = wget_wch(key_pad, &code);
    if (kind == ERR) return key;
    if (kind == OK) {
        key.kind = HM_KEY_SCALAR;
        key.value = (uint32_t)code;
        return key;
    }
    if (code == KEY_MOUSE) {
        MEVENT event;
        if (getmouse(&event) != OK) return hm_read_key();
        key.kind = HM_KEY_MOUSE;
        key.x = event.x;
        key.y = event.y;
        if (event.bstate & BUTTON1_DOUBLE_CLICKED) key.value = HM_MOUSE_DOUBLE;
        else if (event.bstate & BUTTON1_PRESSED) key.value = HM_MOUSE_PRESS;
        else if (event.bstate & BUTTON4_PRESSED) key.value = HM_MOUSE_WHEEL_UP;
        else if (event.bstate & BUTTON5_PRESSED) key.value = HM_MOUSE_WHEEL_DOWN;
        return key;
    }
    key.kind = HM_KEY_CODE;
    key.value = named(code);
    return key;
}

bool hm_window_size(int fd, int *columns, int *rows) {
    struct winsize size;
    if (ioctl(fd, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0) return false;
    *columns = size.ws_col;
    *rows = size.ws_row;
    return true;
}

void hm_set_locale(void) { setlocale(LC_ALL, ""); }
bool hm_is_utf8_locale(void) { return strcmp(nl_langinfo(CODESET), "UTF-8") == 0; }
int hm_wcwidth(uint32_t scalar) { return wcwidth((wchar_t)scalar); }

// Guard: read by signal handlers, so everything is set before the handlers are, and never freed.
static int guard_terminal = -1;
static struct termios guard_saved;
static char guard_farewell[512];
static int guard_farewell_length;
static volatile sig_atomic_t guard_active;
static int guard_pipe[2] = {-1, -1};
static const int crashes[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGTRAP, SIGSYS, SIGQUIT};
static const int events[] = {SIGTERM, SIGHUP, SIGINT, SIGWINCH, SIGTSTP};
#define COUNT(a) ((int)(sizeof(a) / sizeof((a)[0])))

static void restore(void) {
    if (!guard_active) return;
    guard_active = 0;
    ssize_t ignored = write(guard_terminal, guard_farewell, (size_t)guard_farewell_length);
    (void)ignored;
    tcsetattr(guard_terminal, TCSANOW, &guard_saved);
}

static void on_crash(int number) {
    restore();
    signal(number, SIG_DFL);
    raise(number);
}

static void on_event(int number) {
    int saved_errno = errno;
    unsigned char byte = (unsigned char)number;
    ssize_t ignored = write(guard_pipe[1], &byte, 1);
    (void)ignored;
    errno = saved_errno;
}

static void install_events(void) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = on_event;
    action.sa_flags = SA_RESTART;
    for (int i = 0; i < COUNT(events); i++) sigaction(events[i], &action, NULL);
}

int hm_guard_start(int terminal_fd, const struct termios *saved, const char *farewell, int farewell_length) {
    if (guard_pipe[0] < 0 && pipe2(guard_pipe, O_CLOEXEC | O_NONBLOCK) != 0) return -1;
    guard_terminal = terminal_fd;
    guard_saved = *saved;
    guard_farewell_length = farewell_length < (int)sizeof guard_farewell ? farewell_length : 0;
    memcpy(guard_farewell, farewell, (size_t)guard_farewell_length);
    guard_active = 1;
    static bool registered;
    if (!registered) {
        registered = true;
        atexit(restore);
    }
    // Serves the calling thread alone, that of the console's loop. Other threads run on_crash on their own stacks, which is
    // enough for every crash but one: a thread that overflows its stack has none left for the handler, and then the
    // terminal stays as it is.
    static char alternate_stack[64 * 1024];
    stack_t stack = {.ss_sp = alternate_stack, .ss_size = sizeof alternate_stack};
    sigaltstack(&stack, NULL);
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = on_crash;
    action.sa_flags = SA_ONSTACK | SA_RESETHAND;
    for (int i = 0; i < COUNT(crashes); i++) sigaction(crashes[i], &action, NULL);
    signal(SIGPIPE, SIG_IGN);
    install_events();
    return guard_pipe[0];
}

void hm_guard_stop(void) {
    guard_active = 0;
    for (int i = 0; i < COUNT(crashes); i++) signal(crashes[i], SIG_DFL);
    for (int i = 0; i < COUNT(events); i++) signal(events[i], SIG_DFL);
}

void hm_stop_group(void) {
    signal(SIGTSTP, SIG_DFL);
    kill(0, SIGTSTP);
    // Continued: the handler is wanted again.
    install_events();
}
