package io.tidewatch.connectors.kafka;

import io.tidewatch.schemas.Role;
import io.tidewatch.schemas.Topic;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.Resource;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * What each part of the platform may do on Kafka, worked out of the catalogue's {@link Role}s: the
 * least that it needs, and nothing for anybody else. Stateless.
 */
public final class AccessRules {
  private static final String ANY_HOST = "*";
  private static final String ANY = "*";

  private AccessRules() {}

  /**
   * One right of a role.
   *
   * @param role whose
   * @param resource kind of what it is about
   * @param name name of that, or its beginning
   * @param prefixed whether it is the beginning
   * @param operations what may be done, in Kafka's words
   */
  public record Right(
      Role role,
      ResourceType resource,
      String name,
      boolean prefixed,
      List<AclOperation> operations) {
    /** Returns it as Kafka takes it, for a login. */
    List<AclBinding> bindings(String principal) {
      ResourcePattern pattern =
          new ResourcePattern(
              resource, name, prefixed ? PatternType.PREFIXED : PatternType.LITERAL);
      return operations.stream()
          .map(
              operation ->
                  new AclBinding(
                      pattern,
                      new AccessControlEntry(
                          principal, ANY_HOST, operation, AclPermissionType.ALLOW)))
          .toList();
    }
  }

  /**
   * Returns the rights of a role.
   *
   * @param more topics that are not in the catalogue and that it reads, such as that of a
   *     database's changes
   */
  public static List<Right> of(Role role, Set<String> more) {
    List<Right> rights = new ArrayList<>();
    for (Topic topic : role.topics()) {
      rights.add(topic(role, topic.topicName(), operations(role, topic)));
    }
    more.stream()
        .sorted()
        .forEach(
            name ->
                rights.add(topic(role, name, List.of(AclOperation.READ, AclOperation.DESCRIBE))));
    named(rights, role, ResourceType.GROUP, role.groups(), true, AclOperation.READ);
    named(rights, role, ResourceType.GROUP, role.watched(), false, AclOperation.DESCRIBE);
    named(
        rights,
        role,
        ResourceType.TRANSACTIONAL_ID,
        role.transactions(),
        true,
        AclOperation.WRITE,
        AclOperation.DESCRIBE);
    rights.addAll(ofTopicsAndRights(role));
    return rights;
  }

  private static List<AclOperation> operations(Role role, Topic topic) {
    return Stream.of(
            role.reads().contains(topic) ? AclOperation.READ : null,
            role.writes().contains(topic) ? AclOperation.WRITE : null,
            AclOperation.DESCRIBE)
        .filter(operation -> operation != null)
        .toList();
  }

  private static Right topic(Role role, String name, List<AclOperation> operations) {
    return new Right(role, ResourceType.TOPIC, name, false, operations);
  }

  private static void named(
      List<Right> rights,
      Role role,
      ResourceType type,
      Set<String> names,
      boolean prefixed,
      AclOperation... operations) {
    names.stream()
        .sorted(Comparator.naturalOrder())
        .forEach(name -> rights.add(new Right(role, type, name, prefixed, List.of(operations))));
  }

  /** What is not about records: the registry's own topic, and who makes topics and rights. */
  private static List<Right> ofTopicsAndRights(Role role) {
    return switch (role) {
      case REGISTRY ->
          List.of(
              topic(
                  role,
                  Role.SCHEMAS_TOPIC,
                  List.of(
                      AclOperation.CREATE,
                      AclOperation.READ,
                      AclOperation.WRITE,
                      AclOperation.DESCRIBE)));
      case ADMIN ->
          List.of(
              topic(
                  role,
                  ANY,
                  List.of(
                      AclOperation.CREATE,
                      AclOperation.DESCRIBE,
                      AclOperation.DESCRIBE_CONFIGS,
                      AclOperation.ALTER_CONFIGS)),
              new Right(
                  role,
                  ResourceType.CLUSTER,
                  Resource.CLUSTER_NAME,
                  false,
                  List.of(AclOperation.ALTER, AclOperation.DESCRIBE)));
      case PRIVACY -> ofPrivacy(role);
      default -> List.of();
    };
  }

  /** Records are taken away where they are of customers, after a look at who has read them. */
  private static List<Right> ofPrivacy(Role role) {
    List<Right> rights = new ArrayList<>();
    for (Topic topic : Topic.values()) {
      boolean expires = topic.cleanup() != Topic.Cleanup.COMPACT;
      if (expires && (topic.isByCustomer() || topic == Topic.DEAD_LETTERS)) {
        rights.add(topic(role, topic.topicName(), List.of(AclOperation.DELETE)));
      }
    }
    rights.add(topic(role, ANY, List.of(AclOperation.DESCRIBE_CONFIGS)));
    rights.add(new Right(role, ResourceType.GROUP, ANY, false, List.of(AclOperation.DESCRIBE)));
    return rights;
  }
}
