package io.tidewatch.connectors.kafka;

import io.tidewatch.schemas.DeadLetter;
import io.tidewatch.schemas.Event;
import java.io.IOException;
import java.io.Serializable;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** How one kind of value is laid out around the records that it holds. Stateless. */
interface Form<T> extends Serializable {

  /** Name in snapshots; never changes. */
  String name();

  void write(T value, RecordCodec codec, DataOutputView target) throws IOException;

  T read(RecordCodec codec, DataInputView source) throws IOException;

  void copy(DataInputView source, DataOutputView target) throws IOException;

  /** The record alone. */
  static Form<SpecificRecord> record() {
    return new RecordForm();
  }

  /** The event's record alone; the rest of the event follows from it. */
  static Form<Event> event() {
    return new EventForm();
  }

  /** A tag, then a record or a few plain fields. */
  static Form<Inbound> inbound() {
    return new InboundForm();
  }

  /** A tag, then a record or a few plain fields. */
  static Form<ControlRecord> control() {
    return new ControlForm();
  }

  /** Finds a form by its name. */
  static Form<?> named(String name) throws IOException {
    return switch (name) {
      case "record" -> record();
      case "event" -> event();
      case "inbound" -> inbound();
      case "control" -> control();
      default -> throw new IOException("unknown form '" + name + "' in a serializer snapshot");
    };
  }

  /** See {@link Form#record}. */
  record RecordForm() implements Form<SpecificRecord> {
    @Override
    public String name() {
      return "record";
    }

    @Override
    public void write(SpecificRecord value, RecordCodec codec, DataOutputView target)
        throws IOException {
      codec.write(value, target);
    }

    @Override
    public SpecificRecord read(RecordCodec codec, DataInputView source) throws IOException {
      return codec.read(source);
    }

    @Override
    public void copy(DataInputView source, DataOutputView target) throws IOException {
      RecordCodec.copy(source, target);
    }
  }

  /** See {@link Form#event}. */
  record EventForm() implements Form<Event> {
    @Override
    public String name() {
      return "event";
    }

    @Override
    public void write(Event value, RecordCodec codec, DataOutputView target) throws IOException {
      codec.write(value.record(), target);
    }

    @Override
    public Event read(RecordCodec codec, DataInputView source) throws IOException {
      return Event.of(codec.read(source));
    }

    @Override
    public void copy(DataInputView source, DataOutputView target) throws IOException {
      RecordCodec.copy(source, target);
    }
  }

  /** See {@link Form#inbound}. */
  record InboundForm() implements Form<Inbound> {
    private static final int ACCEPTED = 0;
    private static final int REFUSED = 1;
    private static final int HEARTBEAT = 2;
    private static final int REMOVED = 3;
    private static final int VISITED = 4;
    private static final int WHOSE = 5;

    @Override
    public String name() {
      return "inbound";
    }

    @Override
    public void write(Inbound value, RecordCodec codec, DataOutputView target) throws IOException {
      if (value instanceof Inbound.Accepted accepted) {
        target.writeByte(ACCEPTED);
        codec.write(accepted.event().record(), target);
      } else if (value instanceof Inbound.Refused refused) {
        target.writeByte(REFUSED);
        codec.write(refused.deadLetter(), target);
      } else if (value instanceof Inbound.Heartbeat heartbeat) {
        target.writeByte(HEARTBEAT);
        RecordCodec.writeTopic(heartbeat.topic(), target);
        target.writeLong(heartbeat.atMicros());
      } else if (value instanceof Inbound.Removed removed) {
        target.writeByte(REMOVED);
        RecordCodec.writeTopic(removed.topic(), target);
        target.writeUTF(removed.key());
        target.writeLong(removed.atMicros());
      } else if (value instanceof Inbound.Visited visited) {
        target.writeByte(VISITED);
        target.writeByte(visited.step().ordinal());
        writeHead(visited, target);
        codec.write(visited.event().record(), target);
      } else if (value instanceof Inbound.Whose whose) {
        target.writeByte(WHOSE);
        target.writeByte(whose.change().ordinal());
        writeHead(whose, target);
      }
    }

    private static void writeHead(Inbound.OfVisitor value, DataOutputView target)
        throws IOException {
      target.writeUTF(value.customerId());
      target.writeUTF(value.visitorId());
      target.writeLong(value.atMicros());
    }

    @Override
    public Inbound read(RecordCodec codec, DataInputView source) throws IOException {
      int tag = source.readByte();
      return switch (tag) {
        case ACCEPTED -> new Inbound.Accepted(Event.of(codec.read(source)));
        case REFUSED -> new Inbound.Refused((DeadLetter) codec.read(source));
        case HEARTBEAT -> new Inbound.Heartbeat(codec.readTopic(source), source.readLong());
        case REMOVED ->
            new Inbound.Removed(codec.readTopic(source), source.readUTF(), source.readLong());
        case VISITED -> readVisited(codec, source);
        case WHOSE -> readWhose(source);
        default -> throw new IOException("unknown tag " + tag + " before an inbound record");
      };
    }

    private static Inbound readVisited(RecordCodec codec, DataInputView source) throws IOException {
      Inbound.Visited.Step step = Inbound.Visited.Step.values()[source.readByte()];
      String customerId = source.readUTF();
      String visitorId = source.readUTF();
      long atMicros = source.readLong();
      return new Inbound.Visited(
          customerId, visitorId, step, Event.of(codec.read(source)), atMicros);
    }

    private static Inbound readWhose(DataInputView source) throws IOException {
      Inbound.Whose.Change change = Inbound.Whose.Change.values()[source.readByte()];
      return new Inbound.Whose(source.readUTF(), source.readUTF(), change, source.readLong());
    }

    @Override
    public void copy(DataInputView source, DataOutputView target) throws IOException {
      int tag = source.readByte();
      target.writeByte(tag);
      switch (tag) {
        case ACCEPTED, REFUSED -> RecordCodec.copy(source, target);
        case HEARTBEAT -> {
          target.writeByte(source.readByte());
          target.writeLong(source.readLong());
        }
        case REMOVED -> {
          target.writeByte(source.readByte());
          target.writeUTF(source.readUTF());
          target.writeLong(source.readLong());
        }
        case VISITED, WHOSE -> {
          target.writeByte(source.readByte());
          target.writeUTF(source.readUTF());
          target.writeUTF(source.readUTF());
          target.writeLong(source.readLong());
          if (tag == VISITED) {
            RecordCodec.copy(source, target);
          }
        }
        default -> throw new IOException("unknown tag " + tag + " before an inbound record");
      }
    }
  }

  /** See {@link Form#control}. */
  record ControlForm() implements Form<ControlRecord> {
    private static final int CHANGED = 0;
    private static final int REMOVED = 1;
    private static final int REFUSED = 2;

    @Override
    public String name() {
      return "control";
    }

    @Override
    public void write(ControlRecord value, RecordCodec codec, DataOutputView target)
        throws IOException {
      if (value instanceof ControlRecord.Changed changed) {
        target.writeByte(CHANGED);
        RecordCodec.writeTopic(changed.topic(), target);
        target.writeUTF(changed.key());
        codec.write(changed.record(), target);
      } else if (value instanceof ControlRecord.Removed removed) {
        target.writeByte(REMOVED);
        RecordCodec.writeTopic(removed.topic(), target);
        target.writeUTF(removed.key());
      } else if (value instanceof ControlRecord.Refused refused) {
        target.writeByte(REFUSED);
        codec.write(refused.deadLetter(), target);
      }
    }

    @Override
    public ControlRecord read(RecordCodec codec, DataInputView source) throws IOException {
      int tag = source.readByte();
      return switch (tag) {
        case CHANGED ->
            new ControlRecord.Changed(
                codec.readTopic(source), source.readUTF(), codec.read(source));
        case REMOVED -> new ControlRecord.Removed(codec.readTopic(source), source.readUTF());
        case REFUSED -> new ControlRecord.Refused((DeadLetter) codec.read(source));
        default -> throw new IOException("unknown tag " + tag + " before a control record");
      };
    }

    @Override
    public void copy(DataInputView source, DataOutputView target) throws IOException {
      int tag = source.readByte();
      target.writeByte(tag);
      if (tag != REFUSED) {
        target.writeByte(source.readByte());
        target.writeUTF(source.readUTF());
      }
      if (tag != REMOVED) {
        RecordCodec.copy(source, target);
      }
    }
  }
}
