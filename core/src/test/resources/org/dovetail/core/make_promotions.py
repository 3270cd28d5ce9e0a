"""Writes promotions.txt: the dtype that jax.numpy promotes every two dtypes to; without x64 where neither has 64 bits."""
import jax.numpy as jnp

NAMES = ('bool int2 int4 int8 int16 int32 int64 uint2 uint4 uint8 uint16 uint32 uint64 float4_e2m1fn float8_e3m4 '
         'float8_e4m3 float8_e4m3b11fnuz float8_e4m3fn float8_e4m3fnuz float8_e5m2 float8_e5m2fnuz float8_e8m0fnu '
         'bfloat16 float16 float32 float64 complex64 complex128').split()

with open('promotions.txt', 'w') as out:
    for x in NAMES:
        for y in NAMES:
            try:
                result = jnp.promote_types(x, y).name
            except Exception:
                result = 'none'
            if '64' not in x + y:
                result = {'int64': 'int32', 'float64': 'float32'}.get(result, result)
            print(x, y, result, file=out)
