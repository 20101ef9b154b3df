package io.tidewatch.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is in the images, and that the launcher's starts. The base need not be there: {@code mvn
 * verify -Pimages -Dimage.jre=scratch -Dimage.flink=scratch} makes images of our own layers.
 */
@EnabledIfSystemProperty(named = "tidewatch.images", matches = "true")
final class ImagesIT {
  private static final String OURS = "(opt/tidewatch|licenses)(/.*)?|opt/?";

  /** Jib leaves two files of its own, which nothing reads. */
  private static final String JOBS =
      "(opt/flink/(usrlib|plugins)|licenses)(/.*)?|opt/?(flink/?)?"
          + "|opt/tidewatch/?(jib-[a-z-]+-file)?";

  private static final String SECRETS = ".*(\\.(pem|key|jks|p12|env|git|token)|/settings\\.xml)";

  private static ImageFile launcher;
  private static ImageFile job;

  @TempDir private Path folder;

  @BeforeAll
  static void read() throws IOException {
    launcher = ImageFile.read(Path.of("../flink-jobs/platform/target/tidewatch-image.tar"));
    job = ImageFile.read(Path.of("target/tidewatch-job-image.tar"));
  }

  @Test
  void theJobsJarIsWhereTheChartLooksForIt() throws IOException {
    JsonNode values = new YAMLMapper().readTree(Path.of("tidewatch/values.yaml").toFile());
    String jar = values.at("/job/jar").asText().replaceFirst("local:///", "");

    assertThat(job.files()).containsKey(jar);
    assertThat(job.files().get(jar).getSize()).isGreaterThan(10_000_000);
    assertThat(job.files().keySet())
        .anyMatch(name -> name.matches("opt/flink/plugins/s3/flink-s3-fs-native-.*\\.jar"));
  }

  @Test
  void nothingIsAddedElsewhere() {
    assertThat(own(launcher)).isNotEmpty().allMatch(name -> name.matches(OURS));
    assertThat(own(job)).isNotEmpty().allMatch(name -> name.matches(JOBS));
  }

  @Test
  void containersAreNotRootAndMayChangeNothing() {
    for (ImageFile image : List.of(launcher, job)) {
      assertThat(image.config().at("/config/User").asText()).isEqualTo("9999:9999");
      assertThat(entries(image))
          .allSatisfy(
              entry -> {
                assertThat(entry.getLongUserId()).as(entry.getName()).isZero();
                assertThat(entry.getMode() & 0022).as(entry.getName()).isZero();
              });
    }
  }

  @Test
  void licencesAreInAndSecretsAreNot() {
    for (ImageFile image : List.of(launcher, job)) {
      assertThat(image.files())
          .containsKeys("licenses/LICENSE", "licenses/NOTICE", "licenses/third-party.md");
      assertThat(own(image)).noneMatch(name -> name.toLowerCase(Locale.ROOT).matches(SECRETS));
      assertThat(image.config().at("/config/Env").toString().toUpperCase(Locale.ROOT))
          .doesNotContain("PASSWORD", "TOKEN", "SECRET");
    }
  }

  @Test
  void imagesAreDatedByTheSourcesAndNotByTheClock() {
    for (ImageFile image : List.of(launcher, job)) {
      assertThat(image.config().path("created").asText()).startsWith("2026-11-24T00:00:00");
    }
  }

  @Test
  void theLaunchersProgramStarts() throws Exception {
    launcher.extract(folder);
    List<String> command =
        StreamSupport.stream(launcher.config().at("/config/Entrypoint").spliterator(), false)
            .map(word -> word.asText().replace("@/", "@" + folder + "/"))
            .toList();
    Path classPath = folder.resolve("opt/tidewatch/jib-classpath-file");
    Files.writeString(
        classPath, Files.readString(classPath).replace("/opt/", folder.resolve("opt") + "/"));
    Path said = folder.resolve("said");
    Process process =
        new ProcessBuilder(Stream.concat(command.stream(), Stream.of("gateway", "--help")).toList())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();

    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(said)).isZero();
    assertThat(said).content().contains("--config");
    assertThat(Arrays.stream(Files.readString(classPath).split(File.pathSeparator)))
        .hasSizeGreaterThan(100)
        .filteredOn(entry -> !entry.endsWith("*"))
        .allSatisfy(entry -> assertThat(Path.of(entry)).exists());
  }

  /** Paths of what is not the base's: Jib dates its own files to the first second of 1970. */
  private static List<String> own(ImageFile image) {
    return entries(image).map(TarArchiveEntry::getName).toList();
  }

  private static Stream<TarArchiveEntry> entries(ImageFile image) {
    return image.files().values().stream()
        .filter(entry -> entry.getLastModifiedTime().toMillis() == 1000);
  }
}
