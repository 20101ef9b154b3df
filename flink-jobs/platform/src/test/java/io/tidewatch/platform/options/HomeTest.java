package io.tidewatch.platform.options;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.models.signing.SigningKey;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HomeTest {
  private static final Path USER_HOME = Path.of("/home/ada");

  @Test
  void liesInTheHomeDirectoryByDefault() {
    Home home = Home.of(Map.of(), USER_HOME);

    assertThat(home.data()).isEqualTo(USER_HOME.resolve(".tidewatch"));
    assertThat(home.cache()).isEqualTo(USER_HOME.resolve(".cache/tidewatch"));
  }

  @Test
  void followsTheEnvironment() {
    Home home = Home.of(Map.of("TIDEWATCH_HOME", "/data", "XDG_CACHE_HOME", "/c"), USER_HOME);

    assertThat(home.data()).isEqualTo(Path.of("/data"));
    assertThat(home.cache()).isEqualTo(Path.of("/c/tidewatch"));
  }

  @Test
  void keepsOneKeyForSigningReleases(@TempDir Path userHome) {
    Home home = Home.of(Map.of(), userHome);

    SigningKey made = home.releaseKey();

    assertThat(home.releaseKey().verifyingKey()).isEqualTo(made.verifyingKey());
    assertThat(userHome.resolve(".tidewatch/keys/release.pem")).isRegularFile();
    assertThat(userHome.resolve(".tidewatch/keys/release.pub.pem")).isRegularFile();
  }
}
