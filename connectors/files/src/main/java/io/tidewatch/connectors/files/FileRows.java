package io.tidewatch.connectors.files;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * The rows of a file: CSV with a header (RFC 4180), or, if its name ends in .jsonl, .ndjson or
 * .json, one JSON object a line. UTF-8. Holds one row at a time. For one thread.
 */
final class FileRows implements Iterator<FileRow>, AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final AtomicLong bytes = new AtomicLong();
  private final BufferedReader reader;
  private final Optional<CSVParser> csv;
  private final Iterator<CSVRecord> records;
  private String nextLine;

  /** Line that was read last, or at which the next CSV row begins once that is looked at. */
  private long line;

  private boolean lookedAt;
  private boolean ended;

  private FileRows(Path file, char separator) throws IOException {
    this.reader =
        new BufferedReader(
            new InputStreamReader(counted(Files.newInputStream(file)), StandardCharsets.UTF_8));
    this.csv = isJson(file) ? Optional.empty() : Optional.of(parser(reader, separator));
    this.records = csv.map(CSVParser::iterator).orElse(null);
  }

  /**
   * Opens a file.
   *
   * @param separator what stands between the columns of a CSV file
   * @throws IOException if it cannot be read, or a CSV file has no header
   */
  static FileRows open(Path file, char separator) throws IOException {
    return new FileRows(file, separator);
  }

  private static boolean isJson(Path file) {
    return file.getFileName().toString().matches("(?i).*\\.(jsonl|ndjson|json)");
  }

  private static CSVParser parser(BufferedReader reader, char separator) throws IOException {
    reader.mark(1);
    if (reader.read() != '\uFEFF') {
      reader.reset(); // no byte order mark, as spreadsheets write it
    }
    return CSVFormat.RFC4180
        .builder()
        .setDelimiter(separator)
        .setHeader()
        .setSkipHeaderRecord(true)
        .setIgnoreEmptyLines(true)
        .get()
        .parse(reader);
  }

  private InputStream counted(InputStream in) {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        int read = in.read();
        bytes.addAndGet(read < 0 ? 0 : 1);
        return read;
      }

      @Override
      public int read(byte[] target, int offset, int length) throws IOException {
        int read = in.read(target, offset, length);
        bytes.addAndGet(Math.max(0, read));
        return read;
      }

      @Override
      public void close() throws IOException {
        in.close();
      }
    };
  }

  /** Names of the columns; empty where rows have their own. */
  Optional<List<String>> header() {
    return csv.map(CSVParser::getHeaderNames);
  }

  /** Bytes read so far, at most a buffer ahead of the rows. */
  long bytesRead() {
    return bytes.get();
  }

  @Override
  public boolean hasNext() {
    try {
      return !ended && (csv.isPresent() ? hasNextRecord() : hasNextLine());
    } catch (IOException e) {
      throw new UncheckedIOException("line " + (line + 1) + " cannot be read", e);
    }
  }

  private boolean hasNextRecord() {
    if (!lookedAt) {
      line = csv.orElseThrow().getCurrentLineNumber() + 1;
      lookedAt = true;
    }
    try {
      return records.hasNext();
    } catch (UncheckedIOException | IllegalStateException e) {
      return true; // the next row is one that cannot be read
    }
  }

  private boolean hasNextLine() throws IOException {
    while (nextLine == null || nextLine.isBlank()) {
      nextLine = reader.readLine();
      line++;
      if (nextLine == null) {
        return false;
      }
    }
    return true;
  }

  @Override
  public FileRow next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return csv.isPresent() ? nextRecord() : nextObject();
  }

  private FileRow nextRecord() {
    lookedAt = false;
    try {
      CSVRecord record = records.next();
      if (!record.isConsistent()) {
        return unreadable(
            line,
            "the row has %d columns; the header has %d"
                .formatted(record.size(), csv.orElseThrow().getHeaderNames().size()));
      }
      ObjectNode columns = JsonNodeFactory.instance.objectNode();
      record.toMap().forEach(columns::put);
      return new FileRow(line, columns, Optional.empty());
    } catch (UncheckedIOException | IllegalStateException e) {
      ended = true; // a quote that is never closed: where rows begin is not known any more
      return unreadable(line, "no CSV from here on, quotes do not match; the rest is not read");
    }
  }

  private FileRow nextObject() {
    String text = nextLine;
    nextLine = null;
    try {
      JsonNode read = JSON.readTree(text);
      return read.isObject()
          ? new FileRow(line, (ObjectNode) read, Optional.empty())
          : unreadable(line, "the line is no JSON object");
    } catch (JsonProcessingException e) {
      return unreadable(line, "the line is no JSON");
    }
  }

  private static FileRow unreadable(long line, String problem) {
    return new FileRow(line, JsonNodeFactory.instance.objectNode(), Optional.of(problem));
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
