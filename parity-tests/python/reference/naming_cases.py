"""The programs of :mod:`reference.naming`: each defines ``forward(x)``, which is transformed and called with ones (1, 3)."""

from reference.naming_program import Program
from reference.naming_values import VALUE_PROGRAMS

SCOPE_PROGRAMS = (
    # Scopes of one module.
    Program("call", "a layer made in __call__", """
class M(hk.Module):
    def __call__(self, x):
        return hk.Linear(2)(x)

def forward(x):
    return M()(x)
"""),
    Program("call_twice_numbered", "two layers of one class in __call__", """
class M(hk.Module):
    def __call__(self, x):
        x = hk.Linear(2)(x)
        return hk.Linear(4)(x)

def forward(x):
    return M()(x)
"""),
    Program("outer_first", "an expression builds its outer layer first and runs its inner one first", """
class M(hk.Module):
    def __call__(self, x):
        return hk.Linear(2)(hk.Linear(4)(x))

def forward(x):
    return M()(x)
"""),
    Program("loop", "layers made in a loop", """
class M(hk.Module):
    def __call__(self, x):
        for size in (4, 5, 6):
            x = hk.Linear(size)(x)
        return x

def forward(x):
    return M()(x)
"""),
    Program("constructor", "a layer made in the constructor", """
class M(hk.Module):
    def __init__(self, name=None):
        super().__init__(name=name)
        self.layer = hk.Linear(2)

    def __call__(self, x):
        return self.layer(x)

def forward(x):
    return M()(x)
"""),
    Program("constructor_and_call", "constructor and __call__ number for themselves", """
class M(hk.Module):
    def __init__(self, name=None):
        super().__init__(name=name)
        self.layer = hk.Linear(2)

    def __call__(self, x):
        return hk.Linear(4)(self.layer(x))

def forward(x):
    return M()(x)
"""),
    Program("constructor_list", "layers in a list, called backwards: names follow construction, order the first call", """
class M(hk.Module):
    def __init__(self, name=None):
        super().__init__(name=name)
        self.layers = [hk.Linear(3) for _ in range(3)]

    def __call__(self, x):
        for layer in reversed(self.layers):
            x = layer(x)
        return x

def forward(x):
    return M()(x)
"""),
    Program("constructor_unused", "a layer that is made and never called has no parameters, and takes its number", """
class M(hk.Module):
    def __init__(self, name=None):
        super().__init__(name=name)
        self.unused = hk.Linear(2)
        self.layer = hk.Linear(2)

    def __call__(self, x):
        return self.layer(x)

def forward(x):
    return M()(x)
"""),
    Program("method", "a method called from outside", """
class M(hk.Module):
    def encode(self, x):
        return hk.Linear(2)(x)

def forward(x):
    return M().encode(x)
"""),
    Program("method_from_call", "__call__ and the method that it calls number for themselves", """
class M(hk.Module):
    def encode(self, x):
        return hk.Linear(4)(x)

    def __call__(self, x):
        x = hk.Linear(2)(x)
        x = self.encode(x)
        return hk.Linear(5)(x)

def forward(x):
    return M()(x)
"""),
    Program("nested_methods", "nested methods do not add up", """
class M(hk.Module):
    def inner(self, x):
        return hk.Linear(4)(x)

    def encode(self, x):
        x = hk.Linear(2)(x)
        x = self.inner(x)
        return hk.Linear(5)(x)

def forward(x):
    return M().encode(x)
"""),
    Program("method_twice", "a method called twice shares", """
class M(hk.Module):
    def encode(self, x):
        return hk.Linear(3)(x)

    def __call__(self, x):
        return self.encode(self.encode(x))

def forward(x):
    return M()(x)
"""),
    Program("method_calls_call", "a method that calls the module itself", """
class M(hk.Module):
    def __call__(self, x):
        return hk.Linear(3)(x)

    def encode(self, x):
        return hk.Linear(2)(self(x))

def forward(x):
    return M().encode(x)
"""),
    Program("recursive_method", "a method that calls itself shares with itself", """
class M(hk.Module):
    def again(self, x, times):
        x = hk.Linear(3)(x)
        return self.again(x, times - 1) if times else x

def forward(x):
    return M().again(x, 2)
"""),
    Program("private_method", "a private method is a method", """
class M(hk.Module):
    def _hidden(self, x):
        return hk.Linear(2)(x)

    def __call__(self, x):
        return self._hidden(x)

def forward(x):
    return M()(x)
"""),
    Program("static_method", "a static method is transparent: the caller's scope", """
class M(hk.Module):
    @staticmethod
    def build(x):
        return hk.Linear(2)(x)

    def encode(self, x):
        return self.build(hk.Linear(4)(x))

    def __call__(self, x):
        x = hk.Linear(3)(x)
        return self.encode(self.build(x))

def forward(x):
    return M()(x)
"""),
    Program("static_method_outside", "a static method called from the top level", """
class M(hk.Module):
    @staticmethod
    def build(x):
        return hk.Linear(2)(x)

def forward(x):
    return M.build(x)
"""),
    Program("helper_function", "a plain function is transparent", """
def helper(x):
    return hk.Linear(2)(x)

class M(hk.Module):
    def __call__(self, x):
        return helper(x)

def forward(x):
    return M()(helper(x))
"""),
    Program("constructor_calls_method", "a method called from the constructor", """
class M(hk.Module):
    def __init__(self, name=None):
        super().__init__(name=name)
        self.layer = self.build()

    def build(self):
        return hk.Linear(2)

    def __call__(self, x):
        return self.layer(x)

def forward(x):
    return M()(x)
"""),
    Program("constructor_calls_static_method", "a static method called from the constructor", """
class M(hk.Module):
    def __init__(self, name=None):
        super().__init__(name=name)
        self.layer = self.build()

    @staticmethod
    def build():
        return hk.Linear(2)

    def __call__(self, x):
        return self.layer(x)

def forward(x):
    return M()(x)
"""),
    Program("lambda_of_constructor", "a layer made in a lambda lands where the lambda runs", """
class M(hk.Module):
    def __init__(self, name=None):
        super().__init__(name=name)
        self.make = lambda: hk.Linear(2)

    def __call__(self, x):
        return self.make()(x)

def forward(x):
    return M()(x)
"""),
    # Sharing, and modules within modules.
    Program("called_twice", "a module called twice shares", """
class M(hk.Module):
    def __call__(self, x):
        return hk.Linear(3)(hk.Linear(3)(x))

def forward(x):
    m = M()
    return m(m(x))
"""),
    Program("two_instances", "two instances do not share", """
class M(hk.Module):
    def __call__(self, x):
        return hk.Linear(3)(x)

def forward(x):
    return M()(M()(x))
"""),
    Program("linear_called_twice", "a layer called twice shares", """
def forward(x):
    layer = hk.Linear(3)
    return layer(layer(x))
"""),
    Program("nested_modules", "modules within modules", """
class Inner(hk.Module):
    def __init__(self, name=None):
        super().__init__(name=name)
        self.layer = hk.Linear(2)

    def __call__(self, x):
        return hk.Linear(3)(self.layer(x))

class Outer(hk.Module):
    def __init__(self, name=None):
        super().__init__(name=name)
        self.inner = Inner()

    def __call__(self, x):
        return Inner()(self.inner(x))

    def encode(self, x):
        return Inner()(x)

def forward(x):
    outer = Outer()
    return outer.encode(outer(x))
"""),
    Program("recursive_module", "a module of its own class", """
class Rec(hk.Module):
    def __init__(self, depth, name=None):
        super().__init__(name=name)
        self.depth = depth

    def __call__(self, x):
        x = hk.Linear(3)(x)
        return Rec(self.depth - 1)(x) if self.depth else x

def forward(x):
    return Rec(2)(x)
"""),
    Program("passed_in", "a module made elsewhere keeps its name", """
class M(hk.Module):
    def __init__(self, layer, name=None):
        super().__init__(name=name)
        self.layer = layer

    def __call__(self, x):
        return self.layer(hk.Linear(3)(x))

def forward(x):
    shared = hk.Linear(3, name="shared")
    return M(shared)(M(shared)(x))
"""),
    Program("made_in_argument", "a module made as a constructor's argument belongs to the caller", """
class M(hk.Module):
    def __init__(self, layer, name=None):
        super().__init__(name=name)
        self.layer = layer

    def __call__(self, x):
        return self.layer(x)

def forward(x):
    return M(M(hk.Linear(2)))(x)
"""),
    Program("method_of_another", "another module's method, called inside of a module", """
class Child(hk.Module):
    def encode(self, x):
        return hk.Linear(2)(x)

class Parent(hk.Module):
    def __init__(self, name=None):
        super().__init__(name=name)
        self.child = Child()

    def __call__(self, x):
        return Child().encode(self.child.encode(x))

def forward(x):
    return Parent()(x)
"""),
    Program("sequential", "hk.Sequential at the top level: no name of its own", """
def forward(x):
    return hk.Sequential([hk.Linear(4), jax.nn.relu, hk.Linear(2)])(x)
"""),
    Program("sequential_in_constructor", "hk.Sequential in a constructor", """
class M(hk.Module):
    def __init__(self, name=None):
        super().__init__(name=name)
        self.body = hk.Sequential([hk.Linear(4), jax.nn.relu, hk.Linear(2)])

    def __call__(self, x):
        return self.body(x)

def forward(x):
    return M()(x)
"""),
    Program("sequential_nested", "hk.Sequential within hk.Sequential, and a function that makes a layer", """
def forward(x):
    inner = hk.Sequential([hk.Linear(4), hk.Linear(5)])
    return hk.Sequential([inner, lambda x: hk.Linear(2)(x), hk.Linear(6)])(x)
"""),
    # Names given.
    Program("named", "explicit names", """
class M(hk.Module):
    def __call__(self, x):
        x = hk.Linear(4, name="first")(x)
        return hk.Linear(2, name="second")(x)

def forward(x):
    return M(name="model")(x)
"""),
    Program("named_alike", "one explicit name twice is numbered", """
def forward(x):
    return hk.Linear(2, name="layer")(hk.Linear(4, name="layer")(x))
"""),
    Program("named_with_number", "an explicit number moves the count on", """
def forward(x):
    for name in ("a_1", "a", "a"):
        x = hk.Linear(3, name=name)(x)
    return x
"""),
    Program("named_with_taken_number", "an explicit number that is taken", """
def forward(x):
    for name in ("a", "a", "a_1"):
        x = hk.Linear(3, name=name)(x)
    return x
"""),
    Program("same_name_in_two_modules", "numbers count within one scope", """
class M(hk.Module):
    def __call__(self, x):
        return hk.Linear(3, name="layer")(x)

def forward(x):
    return hk.Linear(3, name="layer")(M()(M(name="other")(x)))
"""),
    Program("invalid_name", "a name that is no identifier", """
def forward(x):
    return hk.Linear(2, name="a-b")(x)
"""),
    Program("empty_name", "an empty name", """
def forward(x):
    return hk.Linear(2, name="")(x)
"""),
    Program("slash_in_name", "a name with a slash", """
def forward(x):
    return hk.Linear(2, name="a/b")(x)
"""),
    Program("class_with_number", "a class whose name ends in a number, twice", """
class Net_2(hk.Module):
    def __call__(self, x):
        return hk.Linear(3)(x)

def forward(x):
    return Net_2()(Net_2()(x))
"""),
    Program("class_with_digit", "a class whose name ends in a digit, twice", """
class MLP2(hk.Module):
    def __call__(self, x):
        return hk.Linear(3)(x)

def forward(x):
    return MLP2()(MLP2()(x))
"""),
)

PROGRAMS = SCOPE_PROGRAMS + VALUE_PROGRAMS

CLASSES = (
    "MLP", "RNNCell", "AutoEncoder", "BatchNorm", "LSTM", "Conv2DTranspose", "MyBERTModel2", "Conv2D", "Conv1DLSTM", "GRU",
    "RMSNorm", "ResNet50", "MobileNetV1", "MobileNetV1Block", "VectorQuantizerEMA", "SNParamsTree", "EMAParamsTree",
    "BlockV1", "MultiHeadAttention", "SeparableDepthwiseConv2D", "HTTPServer", "A", "AB", "ABc", "aB", "X2Y", "X2y", "MyMLP",
    "MLP2", "Net_2", "_Private", "already_snake", "IOError2X", "GPT2Block", "T5Layer", "ÉcoleNet")

REQUESTS: tuple[tuple[str | None, ...], ...] = (
    (None, None, None), ("a", "a"), ("linear_1", None, None), (None, "linear_1", None), ("a_1", "a", "a"),
    ("a", "a_1", "a"), ("a", "a", "a_1"), ("a_5", "a", "a"), ("a", "a_5", "a"), ("a_0", "a", "a"), ("a", "a_0"),
    ("a_0", "a_0"), ("a_1", "a_1"), ("a_01", "a_01"), ("a_01", "a"), ("a_1_2", "a_1"), ("a_1", "a_1_2", "a_1_2"),
    ("a_2", "a_1", "a"), ("linear", "linear"), ("linear", None), ("1a",), ("a b",), ("a/b",), ("a-b",), ("~a",), ("_a",),
    ("A",), ("A", "a"), ("",), ("a_",), ("a_1_",), ("a_00",), ("a_10", "a"), ("_", "_"), ("é",))
