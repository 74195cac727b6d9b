enum PolicyGradientsPlaceholder {}
