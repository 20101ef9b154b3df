package io.tidewatch.connectors.kafka.privacy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What is searched for: the ids of a customer and values such as an e-mail address, in all forms in
 * which text is written around here: UTF-8, UTF-16, Flink's own strings, escaped as in JSON, in
 * hexadecimal digits, in Base64 where it is not too short to tell. Values are found as they are, in
 * lower and in upper case. Immutable.
 *
 * <p>An id, and any value of less than {@value #SHORT_BYTES} bytes, counts only where it is whole:
 * between other characters than letters, digits, '-' and '_', or behind its length as formats write
 * it. So customer 12 is not found in 123. Anything longer counts wherever it stands.
 *
 * <p>One pass over the bytes, some hundred MB a second whatever the number of terms.
 */
public final class SearchTerms {
  private static final int SHORT_BYTES = 6;
  private static final int SHORTEST_BASE64 = 8;
  private static final int CONTEXT = 8;
  private static final int CHUNK = 1 << 20;

  /** One form of one term. */
  private record Needle(String label, byte[] bytes, boolean whole) {}

  private final List<List<Needle>> byFirstByte = new ArrayList<>();
  private final boolean[] pairs = new boolean[1 << 16];
  private int longest;

  private SearchTerms() {
    for (int i = 0; i < 256; i++) {
      byFirstByte.add(new ArrayList<>());
    }
  }

  /**
   * Prepares a search.
   *
   * @param ids of the customer, and of visitors who were linked, by what they are called in results
   * @param values personal values, by what they are called in results; empty ones are left out
   */
  public static SearchTerms of(Map<String, String> ids, Map<String, String> values) {
    SearchTerms terms = new SearchTerms();
    ids.forEach((label, id) -> terms.add(label, id, true));
    values.forEach(
        (label, value) -> {
          boolean whole = value.getBytes(StandardCharsets.UTF_8).length < SHORT_BYTES;
          Stream.of(value, value.toLowerCase(Locale.ROOT), value.toUpperCase(Locale.ROOT))
              .distinct()
              .forEach(variant -> terms.add(label, variant, whole));
        });
    return terms;
  }

  private void add(String label, String text, boolean whole) {
    add(label, forms(text), whole);
    add(label, base64(text), false);
  }

  private void add(String label, Set<byte[]> forms, boolean whole) {
    Map<String, byte[]> distinct = new LinkedHashMap<>();
    forms.forEach(form -> distinct.put(HexFormat.of().formatHex(form), form));
    for (byte[] form : distinct.values()) {
      if (form.length > 0) {
        byFirstByte.get(form[0] & 0xFF).add(new Needle(label, form, whole));
        for (int second = 0; second < 256; second++) {
          pairs[(form[0] & 0xFF) << 8 | second] |= form.length == 1 || (form[1] & 0xFF) == second;
        }
        longest = Math.max(longest, form.length);
      }
    }
  }

  private static Set<byte[]> forms(String text) {
    Set<byte[]> forms = new LinkedHashSet<>();
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    forms.add(utf8);
    forms.add(text.getBytes(StandardCharsets.UTF_16BE));
    forms.add(text.getBytes(StandardCharsets.UTF_16LE));
    forms.add(flinkString(text));
    forms.add(escaped(text, false).getBytes(StandardCharsets.UTF_8));
    forms.add(escaped(text, true).getBytes(StandardCharsets.UTF_8));
    forms.add(HexFormat.of().formatHex(utf8).getBytes(StandardCharsets.US_ASCII));
    return forms;
  }

  /** The characters that a text alone decides, at each of the three places where it may begin. */
  private static Set<byte[]> base64(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    Set<byte[]> forms = new LinkedHashSet<>();
    for (int before = 0; before < 3; before++) {
      byte[] shifted = new byte[before + utf8.length];
      System.arraycopy(utf8, 0, shifted, before, utf8.length);
      String all = Base64.getEncoder().withoutPadding().encodeToString(shifted);
      String own = all.substring((before * 8 + 5) / 6, shifted.length * 8 / 6);
      if (own.length() >= SHORTEST_BASE64) {
        forms.add(own.getBytes(StandardCharsets.US_ASCII));
      }
    }
    return forms;
  }

  /** Flink's StringValue: each UTF-16 unit as a varint, seven bits a byte, the lowest first. */
  private static byte[] flinkString(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < text.length(); i++) {
      int left = text.charAt(i);
      while (left >= 0x80) {
        bytes.write(left | 0x80);
        left >>>= 7;
      }
      bytes.write(left);
    }
    return bytes.toByteArray();
  }

  private static String escaped(String text, boolean onlyAscii) {
    StringBuilder json = new StringBuilder();
    for (char c : text.toCharArray()) {
      switch (c) {
        case '"' -> json.append("\\\"");
        case '\\' -> json.append("\\\\");
        case '\n' -> json.append("\\n");
        case '\r' -> json.append("\\r");
        case '\t' -> json.append("\\t");
        default -> {
          if (c < 0x20 || onlyAscii && c >= 0x80) {
            json.append("\\u%04x".formatted((int) c));
          } else {
            json.append(c);
          }
        }
      }
    }
    return json.toString();
  }

  /** Counts what is found in bytes, by what it is called; empty if nothing is. */
  public Map<String, Long> in(byte[] bytes) {
    Map<String, Long> found = new TreeMap<>();
    if (bytes != null) {
      scan(bytes, 0, bytes.length, bytes.length, found);
    }
    return found;
  }

  /** The same of a text. */
  public Map<String, Long> in(String text) {
    return in(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The same of all that a stream holds. Memory: about a megabyte, whatever its length.
   *
   * @throws IOException if it cannot be read
   */
  public Map<String, Long> in(InputStream stream) throws IOException {
    Map<String, Long> found = new TreeMap<>();
    int kept = longest + 2 * CONTEXT;
    byte[] buffer = new byte[CHUNK + 2 * kept];
    int size = 0;
    int from = 0; // what lies before has been looked at, and is kept as context
    while (true) {
      int read = stream.readNBytes(buffer, size, buffer.length - size);
      size += read;
      boolean last = size < buffer.length;
      int until = last ? size : size - longest - CONTEXT;
      scan(buffer, from, until, size, found);
      if (last) {
        return found;
      }
      int keepFrom = until - CONTEXT;
      System.arraycopy(buffer, keepFrom, buffer, 0, size - keepFrom);
      size -= keepFrom;
      from = CONTEXT;
    }
  }

  private void scan(byte[] bytes, int from, int until, int size, Map<String, Long> found) {
    for (int at = from; at < until; at++) {
      int first = bytes[at] & 0xFF;
      int second = at + 1 < size ? bytes[at + 1] & 0xFF : 0;
      if (pairs[first << 8 | second]) {
        for (Needle needle : byFirstByte.get(first)) {
          if (isAt(needle, bytes, at, size)) {
            found.merge(needle.label(), 1L, Long::sum);
            break;
          }
        }
      }
    }
  }

  private static boolean isAt(Needle needle, byte[] bytes, int at, int size) {
    int length = needle.bytes().length;
    int end = at + length;
    if (end > size || !Arrays.equals(bytes, at, end, needle.bytes(), 0, length)) {
      return false;
    }
    boolean alone = (at == 0 || !isWord(bytes[at - 1])) && (end == size || !isWord(bytes[end]));
    return !needle.whole() || alone || isLength(bytes, at, length);
  }

  private static boolean isWord(byte b) {
    return b >= 'a' && b <= 'z'
        || b >= 'A' && b <= 'Z'
        || b >= '0' && b <= '9'
        || b == '-'
        || b == '_';
  }

  /** Whether what stands before is this length, as Avro, Flink, Java or Parquet write it. */
  private static boolean isLength(byte[] bytes, int at, int length) {
    if (at >= 1) {
      int before = bytes[at - 1] & 0xFF;
      if (length < 64 && before == 2 * length
          || length < 127 && before == length + 1
          || length < 128 && before == length) {
        return true;
      }
    }
    if (at >= 2) {
      int low = bytes[at - 2] & 0xFF;
      int high = bytes[at - 1] & 0xFF;
      if (length >= 64 && low == (2 * length & 0x7F | 0x80) && high == 2 * length >> 7) {
        return true;
      }
    }
    return at >= 4
        && (bytes[at - 4] & 0xFF | (bytes[at - 3] & 0xFF) << 8) == length
        && bytes[at - 2] == 0
        && bytes[at - 1] == 0;
  }
}
