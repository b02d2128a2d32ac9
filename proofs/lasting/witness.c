/* Preloaded into the hub: writes down what it does to its state folder and says over its sockets,
 * in the order in which it happens, and kills it at a chosen moment.
 *
 * WITNESS_ROOT   the folder below which files are watched
 * WITNESS_TRACE  where to write it down; the form of an entry is `struct head`, see trace.py
 * WITNESS_KILL   "<moment> <count> <word>": once <word> was received, die the <count>th time that
 *                <moment> comes (see MOMENTS); without a word it counts from the start
 * WITNESS_SLOW   every fsync takes up to so many milliseconds longer, as a bad card would
 *
 * What happened is written down after it happened, but the beginning of an fsync before it: so
 * nothing is believed to be on the disk, or to have been said, that was not.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

enum kind {
    STARTED = 1, OPENED, WROTE, TRUNCATED, SYNCING, SYNCED, CLOSED, REMOVED, RENAMED, MADE_FOLDER,
    RECEIVED, SENT
};

/* The moments at which it can die, in the order of a life of a message. */
enum moment { NEVER, HEARD, WRITING, WRITTEN, ON_DISK, ACKNOWLEDGED, ANSWERED, SHOWN };
static const char *MOMENTS[] = {"never",   "heard",        "writing",  "written",
                                "on-disk", "acknowledged", "answered", "shown"};

enum sort { UNKNOWN, FILE_OF_OURS, LOG_OF_OURS, STREAM, NOT_OURS };

struct head {
    uint8_t kind;
    uint8_t unused[3];
    int32_t file;
    int32_t thread;
    uint32_t name_length;
    int64_t offset;
    uint64_t data_length;
};

#define MOST_FILES 4096
static uint8_t sorts[MOST_FILES];
static int trace = -1;
static char root[4096];
static size_t root_length;
static enum moment moment = NEVER;
static long countdown;
static char word[256];
static volatile int word_heard;
static unsigned slow_milliseconds;

#define REAL(name) \
    static __typeof__(&name) real_##name; \
    if (!real_##name) real_##name = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

static void note(enum kind kind, int file, int64_t offset, const char *name, const void *data,
                 size_t length) {
    if (trace < 0) return;
    struct head head = {.kind = (uint8_t)kind, .file = file,
                        .thread = (int32_t)syscall(SYS_gettid),
                        .name_length = name ? (uint32_t)strlen(name) : 0,
                        .offset = offset, .data_length = length};
    struct iovec parts[3] = {{&head, sizeof head},
                             {(void *)name, head.name_length},
                             {(void *)data, length}};
    int before = errno;
    /* One call on a file that is appended to: entries of several threads never mix. */
    if (syscall(SYS_writev, trace, parts, 3) < 0) abort();
    errno = before;
}

static void comes(enum moment now) {
    if (now != moment || !word_heard) return;
    if (__atomic_sub_fetch(&countdown, 1, __ATOMIC_SEQ_CST) > 0) return;
    for (;;) {
        syscall(SYS_kill, getpid(), SIGKILL);
        pause();
    }
}

static void read_kill(const char *wish) {
    char name[32] = "";
    if (sscanf(wish, "%31s %ld %255s", name, &countdown, word) < 2) abort();
    for (size_t i = 0; i < sizeof MOMENTS / sizeof *MOMENTS; i++)
        if (!strcmp(name, MOMENTS[i])) moment = (enum moment)i;
    if (moment == NEVER) abort();
    word_heard = !*word;
}

__attribute__((constructor)) static void begin(void) {
    const char *where = getenv("WITNESS_TRACE"), *below = getenv("WITNESS_ROOT");
    if (!where || !below) return;
    snprintf(root, sizeof root, "%s", below);
    root_length = strlen(root);
    int opened = (int)syscall(SYS_openat, AT_FDCWD, where,
                              O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    trace = fcntl(opened, F_DUPFD_CLOEXEC, 900);
    syscall(SYS_close, opened);
    if (trace < 0) abort();
    if (getenv("WITNESS_KILL")) read_kill(getenv("WITNESS_KILL"));
    if (getenv("WITNESS_SLOW")) slow_milliseconds = (unsigned)atoi(getenv("WITNESS_SLOW"));
    srandom((unsigned)getpid());
    /* Nobody that the hub may start is watched. */
    unsetenv("LD_PRELOAD");
    unsetenv("WITNESS_TRACE");
    unsetenv("WITNESS_ROOT");
    unsetenv("WITNESS_KILL");
    unsetenv("WITNESS_SLOW");
    note(STARTED, getpid(), 0, NULL, NULL, 0);
}

/* files */

static int is_below_root(const char *path) {
    return trace >= 0 && !strncmp(path, root, root_length) &&
           (path[root_length] == '/' || !path[root_length]);
}

static void sort_as(int file, enum sort sort) {
    if (file >= 0 && file < MOST_FILES) sorts[file] = (uint8_t)sort;
}

static enum sort sort_of(int file) {
    return file >= 0 && file < MOST_FILES ? (enum sort)sorts[file] : NOT_OURS;
}

static int is_file(int file) {
    enum sort sort = sort_of(file);
    return sort == FILE_OF_OURS || sort == LOG_OF_OURS;
}

static void opened(int file, int flags) {
    char link[64], path[4096];
    if (trace < 0 || file < 0) return;
    int before = errno;
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, sizeof path - 1);
    errno = before;
    sort_as(file, NOT_OURS);
    if (length <= 0) return;
    path[length] = 0;
    if (!is_below_root(path)) return;
    const char *end = strrchr(path, '-');
    sort_as(file, end && !strcmp(end, "-wal") ? LOG_OF_OURS : FILE_OF_OURS);
    note(OPENED, file, flags, path, NULL, 0);
}

#define MODE_OF(flags) \
    mode_t mode = 0; \
    if ((flags) & (O_CREAT | O_TMPFILE)) { \
        va_list more; \
        va_start(more, flags); \
        mode = va_arg(more, mode_t); \
        va_end(more); \
    }

int open(const char *path, int flags, ...) {
    REAL(open);
    MODE_OF(flags);
    int file = real_open(path, flags, mode);
    opened(file, flags);
    return file;
}

int open64(const char *path, int flags, ...) {
    REAL(open64);
    MODE_OF(flags);
    int file = real_open64(path, flags, mode);
    opened(file, flags);
    return file;
}

int openat(int folder, const char *path, int flags, ...) {
    REAL(openat);
    MODE_OF(flags);
    int file = real_openat(folder, path, flags, mode);
    opened(file, flags);
    return file;
}

int openat64(int folder, const char *path, int flags, ...) {
    REAL(openat64);
    MODE_OF(flags);
    int file = real_openat64(folder, path, flags, mode);
    opened(file, flags);
    return file;
}

int close(int file) {
    REAL(close);
    if (file == trace && file >= 0) return 0;
    enum sort sort = sort_of(file);
    sort_as(file, UNKNOWN);
    if (sort == STREAM || sort == FILE_OF_OURS || sort == LOG_OF_OURS)
        note(CLOSED, file, 0, NULL, NULL, 0);
    return real_close(file);
}

static void before_write(int file) {
    if (sort_of(file) == LOG_OF_OURS) comes(WRITING);
}

ssize_t write(int file, const void *data, size_t length) {
    REAL(write);
    before_write(file);
    ssize_t done = real_write(file, data, length);
    if (done > 0 && is_file(file))
        note(WROTE, file, lseek(file, 0, SEEK_CUR) - done, NULL, data, (size_t)done);
    return done;
}

static ssize_t wrote(int file, const void *data, ssize_t done, int64_t offset) {
    if (done > 0 && is_file(file)) note(WROTE, file, offset, NULL, data, (size_t)done);
    return done;
}

ssize_t pwrite(int file, const void *data, size_t length, off_t offset) {
    REAL(pwrite);
    before_write(file);
    return wrote(file, data, real_pwrite(file, data, length, offset), offset);
}

ssize_t pwrite64(int file, const void *data, size_t length, off64_t offset) {
    REAL(pwrite64);
    before_write(file);
    return wrote(file, data, real_pwrite64(file, data, length, offset), offset);
}

int ftruncate(int file, off_t length) {
    REAL(ftruncate);
    int result = real_ftruncate(file, length);
    if (!result && is_file(file)) note(TRUNCATED, file, length, NULL, NULL, 0);
    return result;
}

int ftruncate64(int file, off64_t length) {
    REAL(ftruncate64);
    int result = real_ftruncate64(file, length);
    if (!result && is_file(file)) note(TRUNCATED, file, length, NULL, NULL, 0);
    return result;
}

static int synced(int file, int (*sync)(int)) {
    if (!is_file(file)) return sync(file);
    if (sort_of(file) == LOG_OF_OURS) comes(WRITTEN);
    note(SYNCING, file, 0, NULL, NULL, 0);
    if (slow_milliseconds) usleep((useconds_t)(random() % (1000 * slow_milliseconds)));
    int result = sync(file);
    if (!result) note(SYNCED, file, 0, NULL, NULL, 0);
    if (sort_of(file) == LOG_OF_OURS) comes(ON_DISK);
    return result;
}

int fsync(int file) {
    REAL(fsync);
    return synced(file, real_fsync);
}

int fdatasync(int file) {
    REAL(fdatasync);
    return synced(file, real_fdatasync);
}

/* names; all of them are whole paths in the hub */

int unlink(const char *path) {
    REAL(unlink);
    int result = real_unlink(path);
    if (!result && is_below_root(path)) note(REMOVED, -1, 0, path, NULL, 0);
    return result;
}

static int renamed(const char *from, const char *to, int result) {
    if (!result && (is_below_root(from) || is_below_root(to)))
        note(RENAMED, -1, 0, from, to, strlen(to));
    return result;
}

int rename(const char *from, const char *to) {
    REAL(rename);
    return renamed(from, to, real_rename(from, to));
}

int renameat(int one, const char *from, int other, const char *to) {
    REAL(renameat);
    return renamed(from, to, real_renameat(one, from, other, to));
}

int mkdir(const char *path, mode_t mode) {
    REAL(mkdir);
    int result = real_mkdir(path, mode);
    if (!result && is_below_root(path)) note(MADE_FOLDER, -1, 0, path, NULL, 0);
    return result;
}

/* sockets */

static int is_stream(int file) {
    if (trace < 0) return 0;
    if (sort_of(file) == UNKNOWN) {
        int type = 0, before = errno;
        socklen_t size = sizeof type;
        struct sockaddr_un name;
        socklen_t length = sizeof name;
        enum sort sort = NOT_OURS;
        if (!getsockopt(file, SOL_SOCKET, SO_TYPE, &type, &size) && type == SOCK_STREAM &&
            !getsockname(file, (struct sockaddr *)&name, &length))
            /* A Unix socket without a name wakes the loop, and says nothing to anybody. */
            if (name.sun_family != AF_UNIX || length > sizeof(sa_family_t)) sort = STREAM;
        errno = before;
        sort_as(file, sort);
    }
    return sort_of(file) == STREAM;
}

static ssize_t received(int file, const void *data, ssize_t done) {
    if (done <= 0 || !is_stream(file)) return done;
    note(RECEIVED, file, 0, NULL, data, (size_t)done);
    if (*word && !word_heard && memmem(data, (size_t)done, word, strlen(word))) word_heard = 1;
    comes(HEARD);
    return done;
}

static ssize_t sent(int file, const void *data, ssize_t done) {
    if (done <= 0 || !is_stream(file)) return done;
    note(SENT, file, 0, NULL, data, (size_t)done);
    /* 0x40: MQTT's own acknowledgement. */
    if (*(const unsigned char *)data == 0x40) comes(ACKNOWLEDGED);
    if (done > 12 && !memcmp(data, "HTTP/1.1 200", 12)) comes(ANSWERED);
    if (*word && memmem(data, (size_t)done, word, strlen(word))) comes(SHOWN);
    return done;
}

ssize_t recv(int file, void *data, size_t length, int flags) {
    REAL(recv);
    return received(file, data, real_recv(file, data, length, flags));
}

ssize_t recvfrom(int file, void *data, size_t length, int flags, struct sockaddr *from,
                 socklen_t *size) {
    REAL(recvfrom);
    return received(file, data, real_recvfrom(file, data, length, flags, from, size));
}

ssize_t send(int file, const void *data, size_t length, int flags) {
    REAL(send);
    return sent(file, data, real_send(file, data, length, flags));
}

ssize_t sendmsg(int file, const struct msghdr *message, int flags) {
    REAL(sendmsg);
    ssize_t done = real_sendmsg(file, message, flags), left = done;
    if (done <= 0 || !is_stream(file)) return done;
    for (size_t i = 0; i < message->msg_iovlen && left > 0; i++) {
        size_t length = message->msg_iov[i].iov_len;
        if ((ssize_t)length > left) length = (size_t)left;
        sent(file, message->msg_iov[i].iov_base, (ssize_t)length);
        left -= (ssize_t)length;
    }
    return done;
}
