package io.tidewatch.cluster.flink;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.cluster.plan.ClusterFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobFilesTest {
  @TempDir private Path directory;

  @Test
  void keepsWhatJobsWereMadeOfAndForgetsThoseOfLongAgo() throws Exception {
    ClusterFolder folder = new ClusterFolder(directory.resolve("cluster"));
    assertThat(JobFiles.of(folder, "job-1")).isEmpty();
    assertThat(JobFiles.before(folder, "job-1")).isEmpty();

    for (int i = 1; i <= 5; i++) {
      keep(folder, i);
    }

    JobFiles newest = JobFiles.of(folder, "job-5").orElseThrow();
    assertThat(newest.jar()).hasContent("jar 5");
    assertThat(newest.config()).hasContent("version: 5").hasFileName("scoring.yaml");
    assertThat(JobFiles.before(folder, "job-5").orElseThrow().jar()).hasContent("jar 4");
    assertThat(JobFiles.of(folder, "job-3")).isPresent();
    assertThat(JobFiles.of(folder, "job-2")).isEmpty();
  }

  private void keep(ClusterFolder folder, int version) throws IOException {
    Path jar = Files.writeString(directory.resolve("built.jar"), "jar " + version);
    Path config = Files.writeString(directory.resolve("mine.yaml"), "version: " + version);
    JobFiles.keep(folder, "job-" + version, new JobFiles(jar, config));
    Files.setLastModifiedTime(
        folder.jobs().resolve("job-" + version), FileTime.fromMillis(1_000_000L * version));
  }
}
