package io.tidewatch.scoring;

import io.tidewatch.schemas.ChurnAlert;
import io.tidewatch.schemas.DecisionRecord;
import java.io.IOException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.api.common.typeutils.CompositeTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Alert, decision record, then the numbers; the records follow changes of their schemas. */
public final class AlertCandidateSerializer extends TypeSerializer<AlertCandidate> {
  private static final long serialVersionUID = 1L;

  private final TypeSerializer<SpecificRecord> records;

  AlertCandidateSerializer(TypeSerializer<SpecificRecord> records) {
    this.records = records;
  }

  @Override
  public void serialize(AlertCandidate candidate, DataOutputView target) throws IOException {
    records.serialize(candidate.alert(), target);
    records.serialize(candidate.record(), target);
    target.writeLong(candidate.raisedAtMicros());
    target.writeInt(candidate.dailyCapacity());
    target.writeUTF(candidate.deskTimeZone());
    target.writeInt(candidate.coolDownHours());
  }

  @Override
  public AlertCandidate deserialize(DataInputView source) throws IOException {
    return new AlertCandidate(
        (ChurnAlert) records.deserialize(source),
        (DecisionRecord) records.deserialize(source),
        source.readLong(),
        source.readInt(),
        source.readUTF(),
        source.readInt());
  }

  @Override
  public AlertCandidate deserialize(AlertCandidate reuse, DataInputView source) throws IOException {
    return deserialize(source);
  }

  @Override
  public boolean isImmutableType() {
    return true;
  }

  @Override
  public TypeSerializer<AlertCandidate> duplicate() {
    return new AlertCandidateSerializer(records.duplicate());
  }

  @Override
  public AlertCandidate createInstance() {
    return new AlertCandidate(new ChurnAlert(), new DecisionRecord(), 0, 0, "UTC", 0);
  }

  @Override
  public AlertCandidate copy(AlertCandidate from) {
    return from;
  }

  @Override
  public AlertCandidate copy(AlertCandidate from, AlertCandidate reuse) {
    return from;
  }

  @Override
  public void copy(DataInputView source, DataOutputView target) throws IOException {
    serialize(deserialize(source), target);
  }

  @Override
  public int getLength() {
    return -1;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AlertCandidateSerializer that && that.records.equals(records);
  }

  @Override
  public int hashCode() {
    return records.hashCode();
  }

  @Override
  public TypeSerializerSnapshot<AlertCandidate> snapshotConfiguration() {
    return new Snapshot(this);
  }

  /** Layout version 1, with the snapshot of the records' serializer. */
  public static final class Snapshot
      extends CompositeTypeSerializerSnapshot<AlertCandidate, AlertCandidateSerializer> {
    /** Creates the snapshot to be read into; Flink does when it restores. */
    public Snapshot() {}

    Snapshot(AlertCandidateSerializer serializer) {
      super(serializer);
    }

    @Override
    protected int getCurrentOuterSnapshotVersion() {
      return 1;
    }

    @Override
    protected TypeSerializer<?>[] getNestedSerializers(AlertCandidateSerializer outer) {
      return new TypeSerializer<?>[] {outer.records};
    }

    @SuppressWarnings("unchecked")
    @Override
    protected AlertCandidateSerializer createOuterSerializerWithNestedSerializers(
        TypeSerializer<?>[] nested) {
      return new AlertCandidateSerializer((TypeSerializer<SpecificRecord>) nested[0]);
    }
  }
}
