package io.tidewatch.training;

import io.tidewatch.schemas.Micros;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * A history after its replay: what both trainers learn from. Immutable, kept in memory: about 1 KiB
 * per snapshot.
 */
public final class TrainingSet {
  private final List<CustomerReplay> customers;
  private final long firstMicros;
  private final long endMicros;
  private final long splitMicros;
  private final String about;

  TrainingSet(
      List<CustomerReplay> customers,
      long firstMicros,
      long endMicros,
      long splitMicros,
      String about) {
    this.about = about;
    this.customers = List.copyOf(customers);
    this.firstMicros = firstMicros;
    this.endMicros = endMicros;
    this.splitMicros = splitMicros;
  }

  List<CustomerReplay> customers() {
    return customers;
  }

  /** Returns what model cards say of the data. */
  public String about() {
    return about;
  }

  /** Returns the first moment of the history. */
  public long firstMicros() {
    return firstMicros;
  }

  /** Returns the last moment of the history. */
  public long endMicros() {
    return endMicros;
  }

  /** Returns when the test part begins: nothing after it is learned from. */
  public long splitMicros() {
    return splitMicros;
  }

  /** Returns how many snapshots there are, of all parts. */
  public long snapshots() {
    return customers.stream().mapToLong(customer -> customer.snapshots().size()).sum();
  }

  /** Returns the sequences of baskets of all customers. */
  List<ItemSequence> sequences() {
    return customers.stream().map(CustomerReplay::baskets).toList();
  }

  /**
   * Returns the SHA-256 of what is learned from (all steps, snapshots and baskets before the
   * split), 64 hexadecimal digits.
   */
  public String digest() {
    MessageDigest digest = sha256();
    digest.update(ByteBuffer.allocate(8).putLong(splitMicros).flip());
    for (CustomerReplay customer : customers) {
      digest.update(customer.customerId().getBytes(StandardCharsets.UTF_8));
      for (Snapshot snapshot : customer.snapshots()) {
        if (snapshot.atMicros() < splitMicros) {
          ByteBuffer bytes = ByteBuffer.allocate(32 + 4 * snapshot.features().length);
          bytes.putLong(snapshot.atMicros()).putLong(snapshot.spendMinor());
          bytes.putInt(snapshot.steps());
          bytes.put((byte) (snapshot.churned() ? 1 : 0));
          bytes.put((byte) (snapshot.purchased7() ? 1 : 0));
          bytes.asFloatBuffer().put(snapshot.features());
          digest.update(bytes.array());
        }
      }
      for (ItemSequence.Basket basket : customer.baskets().baskets()) {
        if (basket.atMicros() < splitMicros) {
          digest.update(ByteBuffer.allocate(8).putLong(basket.atMicros()).flip());
          digest.update(String.join("\n", basket.categories()).getBytes(StandardCharsets.UTF_8));
        }
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /**
   * Returns the SHA-256 of what is measured on (what each customer did from the split on), 64
   * hexadecimal digits. Features do not go in, so that models on different features can be
   * compared.
   */
  public String evaluationDigest() {
    MessageDigest digest = sha256();
    for (CustomerReplay customer : customers) {
      digest.update(customer.customerId().getBytes(StandardCharsets.UTF_8));
      for (Snapshot snapshot : customer.snapshots()) {
        if (snapshot.atMicros() >= splitMicros) {
          ByteBuffer bytes = ByteBuffer.allocate(18);
          bytes.putLong(snapshot.atMicros()).putLong(snapshot.spendMinor());
          bytes.put((byte) (snapshot.churned() ? 1 : 0));
          bytes.put((byte) (snapshot.purchased7() ? 1 : 0));
          digest.update(bytes.array());
        }
      }
      for (ItemSequence.Basket basket : customer.baskets().baskets()) {
        if (basket.atMicros() >= splitMicros) {
          digest.update(ByteBuffer.allocate(8).putLong(basket.atMicros()).flip());
          digest.update(String.join("\n", basket.categories()).getBytes(StandardCharsets.UTF_8));
        }
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return customers.size()
        + " customers, "
        + snapshots()
        + " snapshots, "
        + Micros.toInstant(firstMicros)
        + " to "
        + Micros.toInstant(endMicros)
        + ", test from "
        + Micros.toInstant(splitMicros);
  }
}
