export const compareTab = { value: 'compare', label: 'Compare', fits: () => false, render: () => null }
