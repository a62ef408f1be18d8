/** Files that are made for a while, and files that are replaced. */
package dev.ipcdemo.files;
