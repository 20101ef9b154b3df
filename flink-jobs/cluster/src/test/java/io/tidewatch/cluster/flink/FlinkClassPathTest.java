package io.tidewatch.cluster.flink;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FlinkClassPathTest {
  @TempDir Path folder;

  @Test
  void leavesOutWhatTheJobBringsAndWhatIsOurs() throws IOException {
    Path flink = jar("flink.jar", "org/apache/flink/A.class");
    Path brought = jar("avro.jar", "org/apache/avro/A.class");
    Path ours = jar("ours.jar", "io/tidewatch/A.class");
    Path ofBoth = jar("snappy.jar", "org/xerial/snappy/A.class");
    Path job = jar("job.jar", "org/apache/avro/A.class", "org/xerial/snappy/A.class");
    String classPath =
        String.join(
            File.pathSeparator,
            flink.toString(),
            folder.toString(),
            brought.toString(),
            ours.toString(),
            ofBoth.toString());

    assertThat(FlinkClassPath.without(classPath, job))
        .isEqualTo(flink + File.pathSeparator + ofBoth);
  }

  private Path jar(String name, String... classes) throws IOException {
    Path file = folder.resolve(name);
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(file))) {
      for (String one : classes) {
        out.putNextEntry(new JarEntry(one));
        out.closeEntry();
      }
    }
    return file;
  }
}
