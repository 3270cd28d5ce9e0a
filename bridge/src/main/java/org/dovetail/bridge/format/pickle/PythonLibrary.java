package org.dovetail.bridge.format.pickle;

import java.util.Set;

/** The modules whose classes are never a user's NamedTuples: Python's own, and libraries whose objects are not plain data. */
final class PythonLibrary {
    private static final Set<String> MODULES = Set.of("""
            BaseHTTPServer ConfigParser Cookie Queue SocketServer StringIO UserDict abc aifc antigravity anydbm argparse
            array ast asynchat asyncio asyncore atexit audioop base64 bdb binascii bisect builtins bz2 cPickle cProfile
            cStringIO calendar cgi cgitb chunk cmath cmd code codecs codeop collections colorsys commands compileall
            compression concurrent configparser contextlib contextvars copy copy_reg copyreg crypt csv ctypes curses
            dataclasses datetime dbm decimal difflib dis distutils doctest dummy_thread email encodings ensurepip enum
            errno exceptions faulthandler fcntl filecmp fileinput fnmatch fractions ftplib functools gc genericpath
            getopt getpass gettext glob graphlib grp gzip hashlib heapq hmac html htmlentitydefs http httplib idlelib
            imaplib imghdr imp importlib inspect io ipaddress itertools json keyword lib2to3 linecache locale logging
            lzma mailbox mailcap marshal math mimetypes mmap modulefinder msilib msvcrt multiprocessing netrc new nis
            nntplib nt ntpath nturl2path numbers opcode operator optparse os os2emxpath ossaudiodev parser pathlib pdb
            pickle pickletools pipes pkgutil platform plistlib popen2 poplib posix posixfile posixpath pprint profile
            pstats pty pwd py_compile pyclbr pydoc pydoc_data pyexpat queue quopri random re readline reprlib resource
            rexec rlcompleter runpy sched secrets select selectors sets shelve shlex shutil signal site smtpd smtplib
            sndhdr socket socketserver spwd sqlite3 sre_compile sre_constants sre_parse ssl stat statistics string
            stringprep struct subprocess sunau symbol symtable sys sysconfig syslog tabnanny tarfile telnetlib tempfile
            termios test textwrap this thread threading time timeit tkinter token tokenize tomllib trace traceback
            tracemalloc tty turtle turtledemo types typing unicodedata unittest urllib urllib2 urlparse user uu uuid
            venv warnings wave weakref webbrowser whichdb winreg winsound wsgiref xdrlib xml xmlrpc xmlrpclib zipapp
            zipfile zipimport zlib zoneinfo

            cloudpickle cupy dill jax jaxlib joblib ml_dtypes numpy pip pkg_resources setuptools tensorflow torch
            """.strip().split("\\s+"));

    private PythonLibrary() {}

    /** Whether a module, or one that it is in, is among them. */
    static boolean has(String module) {
        int dot = module.indexOf('.');
        String top = dot < 0 ? module : module.substring(0, dot);
        return MODULES.contains(top) || top.startsWith("_") && !top.equals("__main__");
    }
}
