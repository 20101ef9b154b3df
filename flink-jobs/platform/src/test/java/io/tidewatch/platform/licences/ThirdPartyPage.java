package io.tidewatch.platform.licences;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The page docs/reference/third-party.md. */
final class ThirdPartyPage {
  private static final String HEAD =
      """
      # Libraries of others

      What Tidewatch ships beside its own classes, and the licence that each library is taken under; where its author offers several, one
      of them. *Job* marks what is in the jar of the scoring job; the launcher, and the image that is made of it, have all of it. The build
      refuses a library whose licence is unknown or forbidden.

      The bill of materials, CycloneDX's JSON with hashes, is `flink-jobs/platform/target/tidewatch-sbom.json` after `mvn verify`. Data that
      is bundled has its licences in [NOTICE](../../NOTICE) and [data sources](../data-sources.md). This page is written by

          mvn -pl flink-jobs/platform -am verify -Dtest=NoSuch -Dit.test=LicencesIT -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false -Dtidewatch.regenerate=true

      | library | version | licence | |
      | --- | --- | --- | --- |
      """;

  private ThirdPartyPage() {}

  /**
   * Returns the page.
   *
   * @param libraries all of an allowed licence
   * @param inJob names of those that are in the job's jar
   */
  static String text(List<Library> libraries, Set<String> inJob) {
    return libraries.stream()
        .map(
            library ->
                "| `%s` | %s | %s | %s |\n"
                    .formatted(
                        library.name(),
                        library.version(),
                        LicencePolicy.taken(library).orElseThrow(),
                        inJob.contains(library.name()) ? "Job" : ""))
        .collect(Collectors.joining("", HEAD, ""));
  }
}
