package io.tidewatch.connectors.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidewatch.connectors.kafka.privacy.SearchTerms;
import io.tidewatch.schemas.ErasureRequest;
import io.tidewatch.schemas.Topic;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileErasureTest {
  private static final SearchTerms TERMS = SearchTerms.of(Map.of("id", "c1"), Map.of());

  @TempDir private Path folder;

  @Test
  void takesLinesAndRowsOutOfTablesLinesAndParquet() throws IOException {
    Path table = Files.writeString(folder.resolve("a.csv"), "id,n\nc1,\"x\ny\"\nc12,z\n");
    Path lines = folder.resolve("b.jsonl.gz");
    gzip(lines, "{\"id\":\"c1\"}\n{\"id\":\"c2\"}\n");
    Path parquet = folder.resolve("c.parquet");
    try (ParquetFile file = ParquetFile.begin(parquet, Topic.ERASURES)) {
      file.add(request("c1"));
      file.add(request("c2"));
      file.complete();
    }
    assertThat(FileSearch.run(folder, TERMS, count -> {}))
        .extracting(FileSearch.Found::file)
        .containsExactly(table, lines, parquet);

    assertThat(FileErasure.run(folder, TERMS)).isEqualTo(new FileErasure.Result(3, 3, List.of()));
    assertThat(table).hasContent("id,n\nc12,z\n");
    try (InputStream in = new GZIPInputStream(Files.newInputStream(lines))) {
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
          .isEqualTo("{\"id\":\"c2\"}\n");
    }
    ParquetRows rows = ParquetRows.read(parquet);
    assertThat(rows.texts("customerId")).containsExactly("c2");
    assertThat(rows.schema().getColumns()).hasSize(5);
    assertThat(FileSearch.run(folder, TERMS, count -> {})).isEmpty();
  }

  @Test
  void saysWhichFilesItCannotChange() throws IOException {
    Path zip = folder.resolve("d.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      out.putNextEntry(new ZipEntry("inside"));
      out.write("of c1".getBytes(StandardCharsets.UTF_8));
    }
    Path named = Files.writeString(folder.resolve("c1.csv"), "n\n");
    assertThat(FileErasure.run(folder, TERMS))
        .isEqualTo(new FileErasure.Result(0, 0, List.of(named, zip)));
  }

  @Test
  void whatCannotBeReadIsAnErrorAndNotNothing() throws IOException {
    Path broken = Files.writeString(folder.resolve("e.parquet"), "PAR1 and then nothing");
    assertThatThrownBy(() -> FileSearch.run(folder, TERMS, count -> {}))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(broken.toString());
  }

  private static void gzip(Path file, String text) throws IOException {
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static ErasureRequest request(String customer) {
    return ErasureRequest.newBuilder()
        .setEventId("e-of-" + (customer.equals("c1") ? "one" : "two"))
        .setCustomerId(customer)
        .setOccurredAt(Instant.parse("2026-03-01T10:00:00Z"))
        .setRequestedBy("desk")
        .build();
  }
}
