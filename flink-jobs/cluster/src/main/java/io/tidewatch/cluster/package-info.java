/** A real cluster on one machine: each part a process of its own, started again when it dies. */
package io.tidewatch.cluster;
