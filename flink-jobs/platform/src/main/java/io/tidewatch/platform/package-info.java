/** The launcher's commands, the embedded platform and the demo. */
package io.tidewatch.platform;
