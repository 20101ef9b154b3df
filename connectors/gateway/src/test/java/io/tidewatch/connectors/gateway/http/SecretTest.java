package io.tidewatch.connectors.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SecretTest {
  @Test
  void matchesTheSameTextOnly() {
    String text = Secret.random();
    Secret secret = Secret.of("shop", text);
    assertThat(secret.matches(Secret.shown(text))).isTrue();
    assertThat(secret.matches(Secret.shown(text + "x"))).isFalse();
    assertThat(secret.matches(Secret.shown(""))).isFalse();
    assertThat(secret.matches(Secret.shown(text.repeat(100_000)))).isFalse();
  }

  @Test
  void refusesWhatCanBeGuessed() {
    assertThatThrownBy(() -> Secret.of("shop", "changeme"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'shop'")
        .hasMessageContaining("16 or more")
        .hasMessageNotContaining("changeme");
  }

  @Test
  void showsNothing() {
    String text = Secret.random();
    assertThat(Secret.of("shop", text).toString()).doesNotContain(text);
    assertThat(Secret.random()).isNotEqualTo(text);
  }
}
