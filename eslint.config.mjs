import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: ["dist/", "node_modules/", "examples/*/node_modules/", "test/fixtures/", ".cache/"] },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: { allowDefaultProject: ["eslint.config.mjs", "scripts/*.mjs"] } } },
    rules: {
      // `any` stands where a type token decides what a value is: the generated map checks it, not the compiler.
      "@typescript-eslint/no-explicit-any": "off",
      "@typescript-eslint/no-unsafe-argument": "off",
      "@typescript-eslint/no-unsafe-assignment": "off",
      "@typescript-eslint/no-unsafe-call": "off",
      "@typescript-eslint/no-unsafe-member-access": "off",
      "@typescript-eslint/no-unsafe-return": "off",
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      // Loading on use is how the command starts in a blink.
      "@typescript-eslint/no-require-imports": "off",
      "@typescript-eslint/no-unnecessary-type-parameters": "off",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
    },
  },
  // Rules judge what programs write, deprecated properties included.
  { files: ["test/policies/**/*.ts"], rules: { "@typescript-eslint/no-deprecated": "off" } },
  { files: ["**/*.mjs"], ...tseslint.configs.disableTypeChecked },
);
