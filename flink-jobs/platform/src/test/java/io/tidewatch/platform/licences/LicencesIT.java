package io.tidewatch.platform.licences;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The bill of materials that the build writes: whole, allowed, and what the reference says. */
final class LicencesIT {
  private static final Path ROOT = Path.of("..", "..");
  private static final Path BILL = Path.of("target", "tidewatch-sbom.json");
  private static final Path CLASS_PATH = Path.of("target", "runtime.classpath");
  private static final Path JOB = ROOT.resolve(Path.of("flink-jobs", "scoring", "pom.xml"));
  private static final Path PAGE = ROOT.resolve(Path.of("docs", "reference", "third-party.md"));
  private static final Pattern IN_JOB = Pattern.compile("<include>([^<]+)</include>");

  private static List<Library> libraries;

  @BeforeAll
  static void read() throws IOException {
    libraries = Library.readAll(BILL);
  }

  @Test
  void everyLibraryHasALicenceUnderWhichItMayBeShipped() {
    assertThat(libraries)
        .hasSizeGreaterThan(100)
        .allSatisfy(
            library -> assertThat(LicencePolicy.taken(library)).as("%s", library).isPresent());
  }

  /** What the launcher starts with is what is shipped. */
  @Test
  void everyJarOfTheClassPathIsInTheBill() throws IOException {
    Set<String> billed =
        libraries.stream()
            .map(library -> library.artifact() + "-" + library.version())
            .collect(Collectors.toSet());

    assertThat(Arrays.stream(Files.readString(CLASS_PATH).strip().split(File.pathSeparator)))
        .filteredOn(jar -> !jar.contains("io" + File.separator + "tidewatch") && !ours(jar))
        .hasSizeGreaterThan(100)
        .allSatisfy(
            jar -> {
              String name = Path.of(jar).getFileName().toString();
              assertThat(billed).anyMatch(name::startsWith);
            });
  }

  @Test
  void everyEntryHasAHashAndNothingOfTheMachine() throws IOException {
    assertThat(new ObjectMapper().readTree(BILL.toFile()).path("components"))
        .allSatisfy(component -> assertThat(component.path("hashes")).isNotEmpty());
    assertThat(Files.readString(BILL))
        .doesNotContain(System.getProperty("user.dir"), System.getProperty("user.home"))
        .doesNotContain("\"timestamp\"", "\"serialNumber\"");
  }

  @Test
  void theReferenceListsWhatIsShipped() throws IOException {
    String page = ThirdPartyPage.text(libraries, inJob());
    if (Boolean.getBoolean("tidewatch.regenerate")) {
      Files.writeString(PAGE, page);
    }

    assertThat(PAGE).as("written by the command that stands in it").hasContent(page);
  }

  @Test
  void theJobsJarNamesItsLibraries() throws IOException {
    Path folder = ROOT.resolve(Path.of("flink-jobs", "scoring", "target"));
    try (DirectoryStream<Path> jars = Files.newDirectoryStream(folder, "scoring-*-job.jar")) {
      for (Path jar : jars) {
        try (JarFile file = new JarFile(jar.toFile())) {
          assertThat(file.getEntry("META-INF/LICENSE")).isNotNull();
          assertThat(file.getEntry("META-INF/third-party.md")).isNotNull();
        }
      }
    }
  }

  private static boolean ours(String jar) {
    return Path.of(jar).toAbsolutePath().normalize().startsWith(ROOT.toAbsolutePath().normalize());
  }

  /** What the job's jar includes stands in its module's build. */
  private static Set<String> inJob() throws IOException {
    Matcher includes = IN_JOB.matcher(Files.readString(JOB));
    Set<Pattern> patterns =
        includes
            .results()
            .map(include -> include.group(1).replace(".", "\\.").replace("*", ".*"))
            .map(Pattern::compile)
            .collect(Collectors.toSet());
    return libraries.stream()
        .map(Library::name)
        .filter(name -> patterns.stream().anyMatch(p -> p.matcher(name).matches()))
        .collect(Collectors.toSet());
  }
}
