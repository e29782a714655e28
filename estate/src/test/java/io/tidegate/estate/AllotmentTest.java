package io.tidegate.estate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class AllotmentTest {
    @Test
    void whatIsNotWholeIsRoundedUp() {
        var half = new Allotment(false, 50, 50, 50, 25);

        assertThat(half.replicas(1)).isEqualTo(1);
        assertThat(half.replicas(3)).isEqualTo(2);
        assertThat(half.of(new Resources(25, 101, 0, 0, 10, 1))).isEqualTo(new Resources(13, 51, 0, 0, 3, 1));
    }

    @Test
    void aServiceWithoutReplicasGetsNone() {
        assertThat(new Allotment(true, 100, 100, 100, 100).replicas(0)).isZero();
        assertThat(new Allotment(false, 50, 100, 100, 100).replicas(0)).isZero();
    }

    @Test
    void theLargestAmountDoesNotOverflow() {
        assertThat(Allotment.FULL
                        .of(new Resources(0, 0, 0, 0, Long.MAX_VALUE, 0))
                        .storage())
                .isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void aPercentageOutsideItsRangeIsRefused() {
        assertThatThrownBy(() -> new Allotment(false, 0, 100, 100, 100)).hasMessageContaining("not 0");
    }
}
