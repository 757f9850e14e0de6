/** The commands on messages: validate, inspect, build, respond, report. */
package gpcm.cli.message;
