package io.tidewatch.connectors.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class WebhookSignatureTest {
  /** The example by which the libraries of Standard Webhooks test themselves. */
  @Test
  void signsAsTheReferenceLibrariesDo() {
    assertThat(
            WebhookSignature.of(Targets.SECRET)
                .sign("msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, utf8("{\"test\": 2432232314}")))
        .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  }

  @Test
  void dependsOnIdTimeBodyAndSecret() {
    WebhookSignature signature = WebhookSignature.of(Targets.SECRET);
    String other = "whsec_" + Base64.getEncoder().encodeToString(new byte[32]);
    assertThat(
            java.util.Set.of(
                signature.sign("a", 1, utf8("{}")),
                signature.sign("b", 1, utf8("{}")),
                signature.sign("a", 2, utf8("{}")),
                signature.sign("a", 1, utf8("[]")),
                WebhookSignature.of(other).sign("a", 1, utf8("{}"))))
        .hasSize(5);
  }

  @Test
  void refusesWeakSecretsAndDoesNotQuoteThem() {
    assertThatThrownBy(() -> WebhookSignature.of("password"))
        .hasMessageContaining("whsec_")
        .hasMessageNotContaining("password");
    assertThatThrownBy(() -> WebhookSignature.of("whsec_not!base64"))
        .hasMessageContaining("not Base64")
        .hasMessageNotContaining("not!base64")
        .hasNoCause();
    String tooLong = Base64.getEncoder().encodeToString(new byte[65]);
    assertThatThrownBy(() -> WebhookSignature.of("whsec_" + tooLong))
        .hasMessageContaining("65 bytes");
    assertThatThrownBy(() -> WebhookSignature.of("whsec_c2hvcnQ=")).hasMessageContaining("5 bytes");
    assertThat(WebhookSignature.of(Targets.SECRET).toString()).doesNotContain("MfKQ");
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
