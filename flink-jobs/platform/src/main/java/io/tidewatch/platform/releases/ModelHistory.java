package io.tidewatch.platform.releases;

import io.tidewatch.schemas.ModelRole;
import io.tidewatch.schemas.ModelSlot;
import io.tidewatch.schemas.ModelStatus;
import io.tidewatch.schemas.Topic;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.flink.configuration.ReadableConfig;

/**
 * Which release served in which role, from when to when, by what the subtasks of the job said on
 * model-status. While a swap is under way, some subtasks serve the old release and some the new
 * one; both count then. A time in which no job ran does not show: it ends what served only when the
 * job comes back with something else. Immutable.
 */
public final class ModelHistory {
  private final List<Service> services;
  private final List<ModelStatus> refusals;

  private ModelHistory(List<Service> services, List<ModelStatus> refusals) {
    this.services = List.copyOf(services);
    this.refusals = List.copyOf(refusals);
  }

  /** Reads everything that was ever said. */
  public static ModelHistory read(ReadableConfig config) {
    List<ModelStatus> statuses = new ArrayList<>();
    PublishedSlots.all(config, Topic.MODEL_STATUS)
        .forEach(
            consumed -> {
              if (consumed.record().orElse(null) instanceof ModelStatus status) {
                statuses.add(status);
              }
            });
    return of(statuses);
  }

  /** Takes what was said, in any order. */
  public static ModelHistory of(Collection<ModelStatus> statuses) {
    Map<String, SlotHistory> slots = new TreeMap<>();
    List<ModelStatus> refusals = new ArrayList<>();
    // Two sinks write the topic, so that neighbours may have changed places on the way.
    statuses.stream()
        .sorted(Comparator.comparing(ModelStatus::getAt))
        .forEach(
            status -> {
              ModelSlot slot = slot(status);
              SlotHistory history = slots.computeIfAbsent(slot.key(), key -> new SlotHistory(slot));
              switch (status.getState()) {
                case SERVING -> history.serving(status);
                case RETIRED -> history.retired(status);
                case ROLLED_BACK -> history.rolledBack(status);
                case REFUSED -> refusals.add(status);
                default -> {}
              }
            });
    List<Service> services = new ArrayList<>();
    slots.values().forEach(history -> services.addAll(history.services));
    services.sort(Comparator.comparing(Service::from));
    return new ModelHistory(services, refusals);
  }

  /** The first version wrote no role and knew champions alone. */
  private static ModelSlot slot(ModelStatus status) {
    ModelRole role =
        ModelSlot.ROLES.contains(status.getRole()) ? status.getRole() : ModelRole.CHAMPION;
    return new ModelSlot(status.getName(), role);
  }

  /** Returns all services, by their beginnings. */
  public List<Service> services() {
    return services;
  }

  /** Returns what served at a moment. */
  public List<Service> at(Instant moment) {
    return services.stream().filter(service -> service.covers(moment)).toList();
  }

  /** Returns what serves now, as far as the job has said. */
  public List<Service> now() {
    return services.stream().filter(service -> service.until().isEmpty()).toList();
  }

  /** Returns what was refused, oldest first. */
  public List<ModelStatus> refusals() {
    return refusals;
  }

  /** One slot while the statuses are read. */
  private static final class SlotHistory {
    private record Running(String sha256, float share) {}

    private final ModelSlot slot;
    private final List<Service> services = new ArrayList<>();
    private final Map<Integer, Running> bySubtask = new HashMap<>();

    SlotHistory(ModelSlot slot) {
      this.slot = slot;
    }

    void serving(ModelStatus status) {
      Running running = new Running(status.getSha256(), status.getShare());
      if (!bySubtask.containsValue(running)) {
        services.add(
            new Service(
                slot,
                status.getVersion(),
                status.getSha256(),
                status.getShare(),
                status.getAt(),
                Optional.empty(),
                Optional.ofNullable(status.getBy()),
                status.getDetail(),
                ""));
      }
      // A job that came back with fewer subtasks: the others will say no more.
      bySubtask.keySet().removeIf(subtask -> subtask >= status.getParallelism());
      bySubtask.put(status.getSubtask(), running);
      close(
          status.getAt(),
          service ->
              service.sha256().equals(status.getSha256())
                  ? "went on with another share"
                  : "replaced by version " + status.getVersion());
    }

    void retired(ModelStatus status) {
      Running running = bySubtask.get(status.getSubtask());
      boolean same = running != null && running.sha256().equals(status.getSha256());
      if (same || status.getSha256().isEmpty()) {
        bySubtask.remove(status.getSubtask());
        // Where another release came, it says so itself, a moment later.
        if (!status.getDetail().startsWith("replaced")) {
          close(status.getAt(), service -> "taken out of service");
        }
      } else if (status.getSubtask() < 0) {
        end(status, "taken out of service" + by(status));
      }
    }

    void rolledBack(ModelStatus status) {
      end(status, "rolled back" + by(status) + ": " + status.getDetail());
    }

    private static String by(ModelStatus status) {
      return status.getBy() == null ? "" : " by " + status.getBy();
    }

    /** Says how the running service of a release ends, which its subtasks say after this. */
    private void end(ModelStatus status, String how) {
      services.replaceAll(
          service ->
              service.until().isEmpty() && service.sha256().equals(status.getSha256())
                  ? service.toEnd(how)
                  : service);
    }

    private void close(Instant at, Function<Service, String> how) {
      services.replaceAll(
          service ->
              service.until().isEmpty()
                      && !bySubtask.containsValue(new Running(service.sha256(), service.share()))
                  ? service.endedAt(at, how.apply(service))
                  : service);
    }
  }
}
