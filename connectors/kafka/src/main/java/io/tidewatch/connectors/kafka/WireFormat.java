package io.tidewatch.connectors.kafka;

/**
 * The Confluent wire format of a Kafka value.
 *
 * <pre>
 *   byte 0     magic, always 0
 *   bytes 1-4  schema id in the registry, big endian
 *   bytes 5-   Avro binary body
 * </pre>
 */
public final class WireFormat {
  /** Bytes before the body. */
  public static final int HEADER_BYTES = 5;

  private WireFormat() {}

  /** Returns whether a value begins as a framed one does. */
  public static boolean isFramed(byte[] value) {
    return value.length >= HEADER_BYTES && value[0] == 0;
  }

  /** Returns the schema id of a framed value. */
  public static int schemaId(byte[] value) {
    return (value[1] & 0xff) << 24
        | (value[2] & 0xff) << 16
        | (value[3] & 0xff) << 8
        | value[4] & 0xff;
  }

  /** Writes magic and schema id into the first five bytes. */
  public static void putHeader(byte[] value, int schemaId) {
    value[0] = 0;
    value[1] = (byte) (schemaId >>> 24);
    value[2] = (byte) (schemaId >>> 16);
    value[3] = (byte) (schemaId >>> 8);
    value[4] = (byte) schemaId;
  }
}
