package io.tidewatch.platform.licences;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Under which licences a library may be shipped. One that is not listed here is refused, whether it
 * is forbidden (GPL without an exception for those who link to it, AGPL, proprietary) or only
 * unknown: a person is to read it first.
 */
final class LicencePolicy {
  /** SPDX identifiers; where a library offers several, it is taken under the first of them. */
  private static final List<String> ALLOWED =
      List.of(
          "Apache-2.0",
          "MIT",
          "BSD-2-Clause",
          "BSD-3-Clause",
          "CC0-1.0",
          "EPL-2.0",
          "CDDL-1.0",
          "GPL-2.0-with-classpath-exception");

  /** Libraries whose licence is called otherwise than it is; each was read. */
  private static final Map<String, String> READ =
      Map.of(
          // "Go License" is the text of three clauses under which Go is.
          "com.google.re2j:re2j", "BSD-3-Clause",
          // "The BSD License", whose text in LIBLINEAR's COPYRIGHT has three clauses.
          "de.bwaldvogel:liblinear", "BSD-3-Clause");

  private LicencePolicy() {}

  /** Returns the licence that a library is taken under, nothing if it may not be shipped. */
  static Optional<String> taken(Library library) {
    Set<String> offered =
        Stream.ofNullable(READ.get(library.name()))
            .findFirst()
            .map(Set::of)
            .orElseGet(
                () ->
                    library.licences().stream()
                        .flatMap(LicencePolicy::choices)
                        .collect(Collectors.toSet()));
    return ALLOWED.stream().filter(offered::contains).findFirst();
  }

  /** Splits an SPDX expression of choices; any other expression stays whole, so it is refused. */
  private static Stream<String> choices(String licence) {
    return licence.contains(" AND ") || licence.contains(" WITH ")
        ? Stream.of(licence)
        : Arrays.stream(licence.replaceAll("^\\(|\\)$", "").split(" OR "));
  }
}
