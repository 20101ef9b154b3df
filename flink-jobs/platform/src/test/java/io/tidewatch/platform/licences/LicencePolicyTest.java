package io.tidewatch.platform.licences;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LicencePolicyTest {
  @ParameterizedTest
  @CsvSource({
    "Apache-2.0, Apache-2.0",
    "EPL-2.0; Apache-2.0, Apache-2.0",
    "GPL-2.0-or-later; GPL-2.0-with-classpath-exception, GPL-2.0-with-classpath-exception",
    "(CDDL-1.0 OR GPL-2.0-only), CDDL-1.0"
  })
  void aLibraryIsTakenUnderTheFirstLicenceThatIsAllowed(String offered, String taken) {
    assertThat(LicencePolicy.taken(library(offered.split("; ")))).contains(taken);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GPL-3.0-only",
        "AGPL-3.0-only",
        "LGPL-2.1-only",
        "SSPL-1.0",
        "Business Source License 1.1",
        "(Apache-2.0 AND GPL-3.0-only)",
        "The best licence there is"
      })
  void aForbiddenOrUnknownLicenceIsRefused(String licence) {
    assertThat(LicencePolicy.taken(library(licence))).isEmpty();
  }

  @Test
  void aLibraryWithoutALicenceIsRefused() {
    assertThat(LicencePolicy.taken(library())).isEmpty();
  }

  private static Library library(String... licences) {
    return new Library("org.example", "example", "1.0", List.copyOf(Arrays.asList(licences)));
  }
}
