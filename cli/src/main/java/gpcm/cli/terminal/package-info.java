/** What every command tells a person or a program, and how. */
package gpcm.cli.terminal;
