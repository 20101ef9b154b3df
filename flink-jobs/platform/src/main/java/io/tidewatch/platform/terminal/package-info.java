/** How commands speak to people and programs: progress lines, redrawn screens, JSON. */
package io.tidewatch.platform.terminal;
