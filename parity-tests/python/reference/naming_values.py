"""Programs of inheritance, of parameters and state, and of mistakes; more stand in :mod:`reference.naming_cases`."""

from reference.naming_program import Program

VALUE_PROGRAMS = (
    # Inheritance.
    Program("inherited", "inherited methods under the subclass's name", """
class M(hk.Module):
    def __init__(self, name=None):
        super().__init__(name=name)
        self.layer = hk.Linear(2)

    def encode(self, x):
        return hk.Linear(4)(x)

    def __call__(self, x):
        return hk.Linear(5)(self.encode(self.layer(x)))

class Sub(M):
    pass

def forward(x):
    return Sub()(x)
"""),
    Program("overridden_method", "an overridden method", """
class M(hk.Module):
    def encode(self, x):
        return hk.Linear(4)(x)

    def __call__(self, x):
        return self.encode(x)

class Sub(M):
    def encode(self, x):
        return hk.Linear(5, name="other")(x)

def forward(x):
    return Sub()(M()(x))
"""),
    Program("super_constructor", "layers made in both constructors", """
class M(hk.Module):
    def __init__(self, name=None):
        super().__init__(name=name)
        self.first = hk.Linear(2)

class Sub(M):
    def __init__(self, name=None):
        super().__init__(name=name)
        self.second = hk.Linear(4)

    def __call__(self, x):
        return self.second(self.first(x))

def forward(x):
    return Sub()(x)
"""),
    Program("super_call", "layers of one shape made before and in super().__call__", """
class M(hk.Module):
    def __call__(self, x):
        return hk.Linear(3)(x)

class Sub(M):
    def __call__(self, x):
        return super().__call__(hk.Linear(3)(x))

def forward(x):
    return Sub()(x)
"""),
    Program("super_call_other_shape", "the same with another shape", """
class M(hk.Module):
    def __call__(self, x):
        return hk.Linear(3)(x)

class Sub(M):
    def __call__(self, x):
        return super().__call__(hk.Linear(4)(x))

def forward(x):
    return Sub()(x)
"""),
    Program("super_method", "super().encode from an overriding encode", """
class M(hk.Module):
    def encode(self, x):
        return hk.Linear(3)(x)

class Sub(M):
    def encode(self, x):
        return hk.Linear(2, name="last")(super().encode(x))

def forward(x):
    return Sub().encode(x)
"""),
    Program("subclass_of_linear", "a subclass of a layer", """
class SubE(hk.Linear):
    pass

def forward(x):
    return SubE(2)(SubE(4)(x))
"""),
    # Parameters and state of one's own.
    Program("top_level_parameter", "a parameter of the top level", """
def forward(x):
    scale = hk.get_parameter("scale", [3], init=jnp.ones)
    return hk.Linear(2)(x * scale)
"""),
    Program("top_level_state", "a parameter and states of the top level", """
def forward(x):
    counter = hk.get_state("counter", [], jnp.int32, init=jnp.ones)
    hk.set_state("counter", counter + 1)
    hk.set_state("last", x)
    return x * hk.get_parameter("scale", [3], init=jnp.ones)
"""),
    Program("state_set_twice", "init returns what was set first", """
def forward(x):
    hk.set_state("last", jnp.zeros([1]))
    hk.set_state("last", jnp.ones([1]))
    return x
"""),
    Program("module_parameter", "parameters belong to the module, whatever the method", """
class M(hk.Module):
    def __init__(self, name=None):
        super().__init__(name=name)
        self.first = hk.get_parameter("first", [3], init=jnp.ones)

    def encode(self, x):
        return x * hk.get_parameter("third", [3], init=jnp.ones)

    def __call__(self, x):
        x = x * self.first * hk.get_parameter("second", [3], init=jnp.ones)
        return self.encode(x)

def forward(x):
    return M()(x)
"""),
    Program("module_state", "state of a module, in __call__ and in a method", """
class M(hk.Module):
    def count(self):
        counter = hk.get_state("counter", [], jnp.int32, init=jnp.zeros)
        hk.set_state("counter", counter + 1)

    def __call__(self, x):
        self.count()
        self.count()
        hk.set_state("last", x)
        return x

def forward(x):
    return M()(x)
"""),
    Program("parameter_twice", "one name asked for twice is one parameter", """
def forward(x):
    return x * hk.get_parameter("w", [3], init=jnp.ones) * hk.get_parameter("w", [3], init=jnp.zeros)
"""),
    Program("parameter_in_static_method", "a parameter asked for in a static method", """
class M(hk.Module):
    @staticmethod
    def weight():
        return hk.get_parameter("w", [3], init=jnp.ones)

    def __call__(self, x):
        return x * self.weight()

def forward(x):
    return M()(x) * M.weight()
"""),
    Program("parameter_other_shape", "one name asked for with two shapes", """
def forward(x):
    hk.get_parameter("w", [3], init=jnp.ones)
    return hk.get_parameter("w", [4], init=jnp.ones)
"""),
    Program("parameter_without_init", "a parameter without an initialiser", """
def forward(x):
    return hk.get_parameter("w", [3])
"""),
    Program("state_without_init", "a state that nothing initialises", """
def forward(x):
    return hk.get_state("counter")
"""),
    Program("linear_without_bias", "no bias, no entry", """
def forward(x):
    return hk.Linear(2, with_bias=False)(x)
"""),
    Program("creation_order", "bundles and leaves stand in the order of creation", """
class Z(hk.Module):
    def __call__(self, x):
        hk.get_parameter("w", [1], init=jnp.ones)
        hk.get_parameter("b", [2], init=jnp.ones)
        return x

class A(hk.Module):
    def __call__(self, x):
        return x * hk.get_parameter("v", [], init=jnp.ones)

def forward(x):
    return A()(Z()(x))
"""),
    Program("interleaved", "a bundle stands where its first leaf was made", """
class M(hk.Module):
    def __call__(self, x):
        x = x * hk.get_parameter("first", [3], init=jnp.ones)
        x = hk.Linear(3)(x)
        return x * hk.get_parameter("second", [3], init=jnp.ones)

def forward(x):
    return M()(x)
"""),
    # Batch norm.
    Program("batch_norm", "batch norm at the top level", """
def forward(x):
    return hk.BatchNorm(True, True, 0.9)(x, is_training=True)
"""),
    Program("batch_norm_in_call", "two batch norms in __call__", """
class M(hk.Module):
    def __call__(self, x):
        x = hk.BatchNorm(True, True, 0.9)(hk.Linear(2)(x), is_training=True)
        return hk.BatchNorm(False, True, 0.9)(x, is_training=True)

def forward(x):
    return M()(x)
"""),
    Program("batch_norm_in_constructor", "a named batch norm in the constructor", """
class M(hk.Module):
    def __init__(self, name=None):
        super().__init__(name=name)
        self.norm = hk.BatchNorm(True, False, 0.9, name="norm")

    def __call__(self, x):
        return self.norm(x, is_training=True)

def forward(x):
    return M()(x)
"""),
    Program("batch_norm_in_method", "batch norm in a method", """
class M(hk.Module):
    def encode(self, x):
        return hk.BatchNorm(True, True, 0.9)(x, is_training=True)

def forward(x):
    return M().encode(x)
"""),
    Program("batch_norm_evaluated", "batch norm evaluated before it was ever trained", """
def forward(x):
    return hk.BatchNorm(True, True, 0.9)(x, is_training=False)
"""),
    # Mistakes.
    Program("no_super", "a module that does not call the base constructor", """
class M(hk.Module):
    def __init__(self):
        pass

    def __call__(self, x):
        return hk.Linear(2)(x)

def forward(x):
    return M()(x)
"""),
    Program("child_before_super", "a child made before the base constructor is called", """
class M(hk.Module):
    def __init__(self):
        self.layer = hk.Linear(2)
        super().__init__()

    def __call__(self, x):
        return self.layer(x)

def forward(x):
    return M()(x)
"""),
    Program("no_call", "a module without __call__, called", """
class M(hk.Module):
    pass

def forward(x):
    return M()(x)
"""),
)
