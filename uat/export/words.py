"""The words that no exported function may be called by: somebody else uses them."""

from __future__ import annotations

# Words of R, and what the R programs call.
_R = """
abs all apply as break byrow c call cat close collapse commandArgs each else exp F FALSE file
finite for frame function if in in_words Inf interactive invisible is length list log1p matrix NA
NaN ncol next nframe nrow NULL numeric nzchar paste plogis pmax print q quit readLines rep repeat
return sep seq_along seq_len sin source sprintf stop strsplit suppressWarnings sys T t tanh
trailingOnly TRUE unlist useBytes warn while writeLines
"""

# Words of C and C++, and what the headers of the C programs declare.
_C = """
auto bool break case char const continue default do double else enum extern false float for goto
if inline int long nullptr register restrict return short signed sizeof static struct switch true
typedef typeof union unsigned void volatile while asm class delete friend namespace new operator
private protected public template this throw try using virtual and not or xor catch FILE NULL EOF
NAN INFINITY EXIT_FAILURE EXIT_SUCCESS BUFSIZ RAND_MAX TMP_MAX FILENAME_MAX FOPEN_MAX unix linux
i386 size_t wchar_t div_t ldiv_t lldiv_t float_t double_t fpos_t stdin stdout stderr define endif
ifndef include math stdio stdlib string end

abort abs atexit atof atoi atol atoll bsearch calloc div exit free getenv labs ldiv llabs lldiv
malloc mblen mbstowcs mbtowc qsort rand realloc srand strtod strtof strtol strtold strtoll strtoul
strtoull system wcstombs wctomb

memchr memcmp memcpy memmove memset strcat strchr strcmp strcoll strcpy strcspn strerror strlen
strncat strncmp strncpy strpbrk strrchr strspn strstr strtok strxfrm

clearerr fclose feof ferror fflush fgetc fgetpos fgets fopen fprintf fputc fputs fread freopen
fscanf fseek fsetpos ftell fwrite getc getchar gets perror printf putc putchar puts remove rename
rewind scanf setbuf setvbuf snprintf sprintf sscanf tmpfile tmpnam ungetc vfprintf vfscanf vprintf
vscanf vsnprintf vsprintf vsscanf

acos acosh asin asinh atan atan2 atanh cbrt ceil copysign cos cosh erf erfc exp exp2 expm1 fabs
fdim floor fma fmax fmin fmod frexp hypot ilogb ldexp lgamma llrint llround log log10 log1p log2
logb lrint lround modf nan nearbyint nextafter nexttoward pow remainder remquo rint round scalbln
scalbn sin sinh sqrt tan tanh tgamma trunc fpclassify isfinite isinf isnan isnormal signbit
isgreater isgreaterequal isless islessequal islessgreater isunordered
"""

# Words of JavaScript, and what a page or node has under them.
_JAVASCRIPT = """
abstract arguments await boolean break byte case catch char class const continue debugger default
delete do double else enum eval export exports extends false final finally float for function goto
if implements import in instanceof int interface let long module native new null package private
protected public require return short static super switch synchronized this throw throws transient
true try typeof undefined var void volatile while with yield Array Error Infinity Math NaN Number
Object String console document history location name parent process self status top window exit
"""

# What the programs call things themselves.
_OWN = """
argc argv bias count dtype encoding errors expected f field fields h have HIDDEN_BIASES
HIDDEN_WEIGHTS i INPUT_CENTRE INPUTS is_numbers isNumbers j k line lines LONGEST_LINE main marked
must NETWORK_WITHOUT_MAIN numbers numbers_in OUTPUT_BIASES OUTPUT_WEIGHTS OUTPUTS outputs phi point
points psi read_points replace s shape sig start text u unit utf value w WIDTH x y z
"""

# Words and builtins of Python up to 3.14, and what the Python programs import.
_PYTHON = """
__build_class__ __debug__ __doc__ __import__ __loader__ __name__ __package__ __spec__
_IncompleteInputError abs aiter all and anext any ArithmeticError as ascii assert AssertionError
async AttributeError await BaseException BaseExceptionGroup bin BlockingIOError bool break
breakpoint BrokenPipeError BufferError bytearray bytes BytesWarning callable case ChildProcessError
chr class classmethod compile complex ConnectionAbortedError ConnectionError ConnectionRefusedError
ConnectionResetError continue copyright credits def del delattr DeprecationWarning dict dir divmod
elif Ellipsis else EncodingWarning enumerate EnvironmentError EOFError eval except Exception
ExceptionGroup exec exit False FileExistsError FileNotFoundError filter finally float
FloatingPointError for format from frozenset FutureWarning GeneratorExit getattr global globals
hasattr hash help hex id if import ImportError ImportWarning in IndentationError IndexError input
int InterruptedError IOError is IsADirectoryError isinstance issubclass iter KeyboardInterrupt
KeyError lambda len license list locals LookupError map match max MemoryError memoryview min
ModuleNotFoundError NameError next None nonlocal not NotADirectoryError NotImplemented
NotImplementedError object oct open or ord OSError OverflowError pass PendingDeprecationWarning
PermissionError pow print ProcessLookupError property PythonFinalizationError quit raise range
RecursionError ReferenceError repr ResourceWarning return reversed round RuntimeError
RuntimeWarning set setattr slice sorted staticmethod StopAsyncIteration StopIteration str sum super
SyntaxError SyntaxWarning SystemError SystemExit TabError TimeoutError True try tuple type
TypeError UnboundLocalError UnicodeDecodeError UnicodeEncodeError UnicodeError
UnicodeTranslateError UnicodeWarning UserWarning ValueError vars Warning while with yield
ZeroDivisionError zip
_ np numpy sys
"""

# The variants of C's functions for float and long double end with f and l.
_VARIANTS = frozenset(f"{word}{end}" for word in _C.split() for end in "fl")

TAKEN = _VARIANTS | frozenset(f"{_PYTHON} {_R} {_C} {_JAVASCRIPT} {_OWN}".split())
"""Words of the four languages, of their libraries and of the programs."""
