package io.tidewatch.benchmarks.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.benchmarks.workload.CustomerStates;
import io.tidewatch.benchmarks.workload.Customers;
import io.tidewatch.benchmarks.workload.Fork;
import io.tidewatch.benchmarks.workload.Reading;
import io.tidewatch.benchmarks.workload.StateChange;
import io.tidewatch.benchmarks.workload.Workload;
import io.tidewatch.scoring.RocksDbOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.DBOptions;
import org.rocksdb.FlushOptions;
import org.rocksdb.LRUCache;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBufferManager;
import org.rocksdb.WriteOptions;

/**
 * The process of the contender that is RocksDB alone: for the customer of each event of the
 * workload one get, a change and one put, with the job's own options and the memory that Flink
 * would give it. No Kafka, no Flink, no log.
 */
final class RawRocksDbMain {
  private static final long MIB = 1L << 20;

  private final int customers;
  private final Workload workload;
  private final CustomerStates states;
  private final Path directory;
  private final long managedBytes;
  private final long warmUp;
  private final long end;
  private final List<AutoCloseable> handles = new ArrayList<>();

  private RawRocksDbMain(JsonNode plan) {
    customers = plan.get("customers").asInt();
    workload = new Workload(customers, plan.get("seed").asLong());
    states = CustomerStates.read(Path.of(plan.get("states").asText()));
    directory = Path.of(plan.get("directory").asText());
    managedBytes = plan.get("managedMiB").asLong() * MIB;
    warmUp = plan.get("warmUp").asLong();
    end = warmUp + plan.get("window").asLong();
  }

  /** Runs it and says what it used. */
  public static void main(String[] args) {
    Fork.run(args, (plan, fork) -> new RawRocksDbMain(plan).run(fork));
  }

  private void run(Fork fork) throws Exception {
    Files.createDirectories(directory);
    RocksDB.loadLibrary();
    // As Flink divides the memory between write buffers and blocks.
    Cache cache = held(new LRUCache((long) (managedBytes * 5 / 6.0), -1, false, 0.1));
    WriteBufferManager buffers = held(new WriteBufferManager((long) (managedBytes / 3.0), cache));
    RocksDbOptions tuned = new RocksDbOptions();
    DBOptions options =
        held(tuned.createDBOptions(new DBOptions(), handles))
            .setCreateIfMissing(true)
            .setWriteBufferManager(buffers);
    ColumnFamilyOptions columns =
        held(tuned.createColumnOptions(new ColumnFamilyOptions(), handles));
    ((BlockBasedTableConfig) columns.tableFormatConfig()).setBlockCache(cache);
    columns.setTableFormatConfig(columns.tableFormatConfig());
    List<ColumnFamilyHandle> families = new ArrayList<>();
    try (RocksDB db =
            RocksDB.open(
                options,
                directory.toString(),
                List.of(new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY, columns)),
                families);
        WriteOptions writes = new WriteOptions().setDisableWAL(true)) {
      fill(db, writes);
      ObjectNode result = measure(db, writes, fork);
      result.put("stateBytes", Scratch.size(directory));
      fork.say("result", result);
      families.forEach(ColumnFamilyHandle::close);
    } finally {
      Collections.reverse(handles);
      for (AutoCloseable handle : handles) {
        handle.close();
      }
    }
  }

  private void fill(RocksDB db, WriteOptions writes) throws RocksDBException {
    for (int customer = 0; customer < customers; customer++) {
      db.put(writes, key(customer), states.stateBytes(customer));
    }
    flush(db);
  }

  private ObjectNode measure(RocksDB db, WriteOptions writes, Fork fork)
      throws RocksDBException, InterruptedException {
    Reading first = null;
    for (long number = 0; number < end; number++) {
      if (number == warmUp) {
        fork.awaitMeasure();
        flush(db);
        first = Reading.at(number);
      }
      byte[] key = key(workload.customerOf(number));
      byte[] state = db.get(key);
      StateChange.apply(state);
      db.put(writes, key, state);
    }
    flush(db);
    return Reading.at(end).since(first).put("totalEvents", end);
  }

  private static void flush(RocksDB db) throws RocksDBException {
    try (FlushOptions options = new FlushOptions().setWaitForFlush(true)) {
      db.flush(options);
    }
  }

  private static byte[] key(int customer) {
    return Customers.id(customer).getBytes(StandardCharsets.ISO_8859_1);
  }

  private <T extends AutoCloseable> T held(T handle) {
    handles.add(handle);
    return handle;
  }
}
