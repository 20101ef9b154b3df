package io.tidewatch.connectors.gateway.query;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.CompressionType;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteBufferManager;
import org.rocksdb.WriteOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bytes by key on this machine's disk, in RocksDB. Blocks, indexes, filters and write buffers share
 * one bounded memory, whatever the number of customers. Thread-safe; who writes what follows from
 * what was read must be the only one that writes those keys.
 */
final class Store implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Store.class);
  private static final int SHARD_BITS = 2;
  private static final int BLOOM_BITS = 10;

  static {
    RocksDB.loadLibrary();
  }

  /** One key with its value. */
  record Entry(byte[] key, byte[] value) {}

  /** What reads a store that is closed ends the process: readers hold this, and closing waits. */
  private final ReentrantReadWriteLock closing = new ReentrantReadWriteLock();

  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final RocksDB db;
  private final WriteOptions writing;

  private Store(Path directory, long memoryBytes) {
    LRUCache cache = opened(new LRUCache(memoryBytes, SHARD_BITS));
    BlockBasedTableConfig table =
        new BlockBasedTableConfig()
            .setBlockCache(cache)
            .setCacheIndexAndFilterBlocks(true)
            .setFilterPolicy(opened(new BloomFilter(BLOOM_BITS)));
    Options options =
        opened(
            new Options()
                .setCreateIfMissing(true)
                .setWriteBufferManager(opened(new WriteBufferManager(memoryBytes / 4, cache)))
                .setWriteBufferSize(memoryBytes / 8)
                .setCompressionType(CompressionType.LZ4_COMPRESSION)
                .setMaxBackgroundJobs(1)
                .setKeepLogFileNum(2)
                .setMaxOpenFiles(256)
                .setTableFormatConfig(table));
    writing = opened(new WriteOptions());
    try {
      db = opened(RocksDB.open(options, directory.toString()));
    } catch (RocksDBException e) {
      close();
      throw new IllegalStateException(
          "cannot open the store in " + directory + "; does another process use it?", e);
    }
  }

  /**
   * Opens the store of a directory; empties it if it was written in another format.
   *
   * @param format text that changes whenever old contents cannot be served any more
   * @throws IllegalStateException if another process has it open
   */
  static Store open(Path directory, long memoryBytes, String format) {
    byte[] wanted = format.getBytes(StandardCharsets.UTF_8);
    try {
      Files.createDirectories(directory);
      Store store = new Store(directory, memoryBytes);
      Optional<byte[]> found = store.get(Keys.FORMAT);
      if (found.isPresent() && !Arrays.equals(found.get(), wanted)) {
        LOG.info("{} was written by another version and is filled anew", directory);
        store.close();
        remove(directory);
        Files.createDirectories(directory);
        store = new Store(directory, memoryBytes);
      }
      store.write(Map.of(ByteBuffer.wrap(Keys.FORMAT), Optional.of(wanted)));
      return store;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make " + directory, e);
    }
  }

  private <T extends AutoCloseable> T opened(T one) {
    open.push(one);
    return one;
  }

  private static void remove(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.delete(file); // RocksDB has no folders of its own
      }
    }
  }

  /** Returns the value of a key. */
  Optional<byte[]> get(byte[] key) {
    hold();
    try {
      return Optional.ofNullable(db.get(key));
    } catch (RocksDBException e) {
      throw failed(e);
    } finally {
      closing.readLock().unlock();
    }
  }

  /** Writes all changes or none; an empty value removes its key. */
  void write(Map<ByteBuffer, Optional<byte[]>> changes) {
    hold();
    try (WriteBatch batch = new WriteBatch()) {
      for (Map.Entry<ByteBuffer, Optional<byte[]>> change : changes.entrySet()) {
        byte[] key = change.getKey().array();
        if (change.getValue().isPresent()) {
          batch.put(key, change.getValue().get());
        } else {
          batch.delete(key);
        }
      }
      db.write(writing, batch);
    } catch (RocksDBException e) {
      throw failed(e);
    } finally {
      closing.readLock().unlock();
    }
  }

  /**
   * Returns entries in the order of their keys.
   *
   * @param prefix what the keys begin with
   * @param after the first key is behind this one; empty: the first with the prefix
   * @param limit most entries
   */
  List<Entry> scan(byte[] prefix, Optional<byte[]> after, int limit) {
    List<Entry> found = new ArrayList<>();
    hold();
    try (ReadOptions reading = new ReadOptions();
        RocksIterator iterator = db.newIterator(reading)) {
      iterator.seek(after.orElse(prefix));
      if (after.isPresent() && iterator.isValid() && Arrays.equals(iterator.key(), after.get())) {
        iterator.next();
      }
      while (iterator.isValid() && found.size() < limit && startsWith(iterator.key(), prefix)) {
        found.add(new Entry(iterator.key(), iterator.value()));
        iterator.next();
      }
      iterator.status();
    } catch (RocksDBException e) {
      throw failed(e);
    } finally {
      closing.readLock().unlock();
    }
    return found;
  }

  private void hold() {
    closing.readLock().lock();
    if (open.isEmpty()) {
      closing.readLock().unlock();
      throw new IllegalStateException("the store is closed");
    }
  }

  private static boolean startsWith(byte[] key, byte[] prefix) {
    return key.length >= prefix.length
        && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
  }

  private static IllegalStateException failed(RocksDBException e) {
    return new IllegalStateException("the store failed; is the disk full?", e);
  }

  /** Waits for those who read, and closes it. */
  @Override
  public void close() {
    closing.writeLock().lock();
    try {
      while (!open.isEmpty()) {
        open.pop().close();
      }
    } catch (Exception e) {
      LOG.warn("a part of the store did not close", e);
    } finally {
      closing.writeLock().unlock();
    }
  }
}
