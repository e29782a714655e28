package io.tidegate.estate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ImageTest {
    @Test
    void theVersionIsTheTag() {
        assertThat(new Image("registry:5000/shop/api:1.2").version()).isEqualTo("1.2");
    }

    @Test
    void theVersionIsTheDigestWhereThereIsOne() {
        assertThat(new Image("shop/api:1.2@sha256:ab").version()).isEqualTo("sha256:ab");
    }

    @Test
    void aPortIsNoTag() {
        assertThat(new Image("registry:5000/shop/api").version()).isEqualTo("registry:5000/shop/api");
    }

    @Test
    void aBlankImageIsRefusedWithWhatIsWanted() {
        assertThatThrownBy(() -> new Image(" ")).hasMessageContaining("repository/name:tag");
    }
}
