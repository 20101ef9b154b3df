package io.tidewatch.platform.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

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
}
