package org.dovetail.nnx;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VariableTypeTests {
    @Test
    void everyTypeIsFoundByItsClassName() {
        assertThat(VariableType.values())
                .allSatisfy(type -> assertThat(VariableType.named(type.className())).contains(type));
        assertThat(VariableType.named("Counter")).isEmpty();
    }

    @Test
    void onlyParametersAreTrained() {
        assertThat(VariableType.values()).filteredOn(VariableType::isParameter).containsExactly(VariableType.PARAM,
                VariableType.LORA_PARAM);
    }
}
