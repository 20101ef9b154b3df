package io.tidewatch.connectors.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidewatch.connectors.delivery.MailTarget.Login;
import io.tidewatch.connectors.delivery.MailTarget.Security;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MailTargetTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "desk@shop.example\r\nBcc: thief@evil.example",
        "desk@shop.example\nX: 1",
        "desk",
        "",
        "a@b.example, c@d.example",
        "a@"
      })
  void refusesAddressesThatAreNoneOrBringHeaders(String address) {
    assertThatThrownBy(() -> target(address, Security.TLS, Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is no mail address")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n", "\r"));
  }

  @Test
  void sendsNoPasswordInTheClearAndShowsNone() {
    Optional<Login> login = Optional.of(new Login("tidewatch", "pass-word"));
    assertThatThrownBy(() -> target("desk@shop.example", Security.NONE, login))
        .hasMessageContaining("STARTTLS or TLS");
    assertThat(target("desk@shop.example", Security.TLS, login).toString())
        .doesNotContain("pass-word");
    assertThat(login.toString()).doesNotContain("pass-word");
  }

  private static MailTarget target(String to, Security security, Optional<Login> login) {
    return new MailTarget(
        "mail.example",
        25,
        security,
        login,
        "tidewatch@shop.example",
        List.of(to),
        Language.EN,
        Duration.ofSeconds(1));
  }
}
