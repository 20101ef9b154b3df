package io.tidewatch.cluster;

import java.util.List;

/**
 * One process of a cluster. Immutable.
 *
 * @param name its name, of which there is one in the cluster
 * @param command program and arguments
 * @param port where it answers when it is up
 * @param needs names of processes that must answer before it is started
 */
record NodePlan(String name, List<String> command, int port, List<String> needs) {
  NodePlan {
    command = List.copyOf(command);
    needs = List.copyOf(needs);
  }
}
